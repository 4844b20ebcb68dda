using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Renderer.Model;

namespace Renderer.Profiles.Cache;

/// <summary>Read sets as text and back, each kept once: thousands of entries share the few sets that templates have.</summary>
internal sealed class Covers
{
    private const int Kept = 1000;

    private readonly ConditionalWeakTable<ReadSet, string> texts = [];
    private readonly ConcurrentDictionary<string, ReadSet> sets = new(StringComparer.Ordinal);

    public string Text(ReadSet reads) =>
        texts.GetValue(reads, static set => (set.All ? "*" : "") + "\n" + string.Join('\n', set.Names.Order(StringComparer.Ordinal)));

    public ReadSet Parse(string text)
    {
        if (sets.TryGetValue(text, out var known))
        {
            return known;
        }

        var words = text.Split('\n');
        var set = new ReadSet(words.Skip(1).Where(word => word.Length > 0), words[0] == "*");
        if (sets.Count < Kept)
        {
            set = sets.GetOrAdd(text, set);
        }

        return set;
    }
}
