using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>The segments that a template uses, with those that their rules use.</summary>
internal sealed class SegmentSet(IReadOnlyDictionary<string, SourceText> sources, Findings findings)
{
    private readonly Dictionary<string, ScribanScript> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadSet> reads = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ScribanScript> Rules => rules;

    /// <summary>What asking for a segment reads; compiles its rule when it is met first.</summary>
    public ReadSet Use(NameUse use)
    {
        if (reads.TryGetValue(use.Name, out var known))
        {
            return known;
        }

        if (!sources.TryGetValue(use.Name, out var source))
        {
            findings.Error("segment_unknown", $"There is no segment '{use.Name}'{Nearest.Hint(use.Name, sources.Keys)}; add it to {SegmentsYaml.Path}.", use.At);
            return ReadSet.None;
        }

        if (!open.Add(use.Name))
        {
            findings.Error("segment_cycle", $"The segment '{use.Name}' asks for itself.", use.At);
            return ReadSet.None;
        }

        var result = ReadSet.None;
        if (!broken.Contains(use.Name) && ScribanScript.ParseRule(source, findings) is { } rule)
        {
            rules[use.Name] = rule;
            result = ReadsOf(rule.Facts);
        }
        else
        {
            broken.Add(use.Name);
        }

        open.Remove(use.Name);
        return reads[use.Name] = result;
    }

    /// <summary>What a script reads of the person, the segments that it asks for counted.</summary>
    public ReadSet ReadsOf(ScriptFacts facts)
    {
        var result = facts.Reads;
        foreach (var use in facts.AnySegment ? sources.Keys.Select(s => new NameUse(s, default)).Concat(facts.Segments) : facts.Segments)
        {
            result = result.Union(Use(use));
        }

        return result;
    }
}
