using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Renderer.Templates;

namespace Renderer.Messages.Records;

/// <summary>What rules read of a request's data: its members that a rule names, copied, since the request's document ends with it.</summary>
internal static class RuleData
{
    private static readonly ConditionalWeakTable<Template, HashSet<string>> Words = [];

    /// <summary>The members that a rule of the template names.</summary>
    public static IReadOnlyList<(string Name, JsonElement Value)> Of(Template template, JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var words = Words.GetValue(template, WordsOf);
        return words.Count == 0 ? [] : [.. data.EnumerateObject().Where(member => words.Contains(member.Name)).Select(member => (member.Name, member.Value.Clone()))];
    }

    /// <summary>About how many bytes the copies hold: each value is a whole document, of its text and of an index about as long.</summary>
    public static int Weigh(IReadOnlyList<(string Name, JsonElement Value)> data) =>
        data.Sum(member => 200 + (2 * JsonMarshal.GetRawUtf8Value(member.Value).Length));

    /// <summary>The single values whose path stands in one of the rules: <c>order.total</c>.</summary>
    public static IEnumerable<(string Path, JsonElement Value)> Leaves(IReadOnlyList<(string Name, JsonElement Value)> data, IReadOnlyList<BlockRule> rules)
    {
        var open = new Stack<(string Path, JsonElement Value)>(data.Reverse());
        while (open.TryPop(out var each))
        {
            if (!rules.Any(rule => rule.Text.Replace("?.", ".", StringComparison.Ordinal).Contains(each.Path, StringComparison.Ordinal)))
            {
                continue;
            }

            if (each.Value.ValueKind != JsonValueKind.Object)
            {
                yield return each;
                continue;
            }

            foreach (var member in each.Value.EnumerateObject())
            {
                open.Push(($"{each.Path}.{member.Name}", member.Value));
            }
        }
    }

    private static HashSet<string> WordsOf(Template template)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in template.Blocks.SelectMany(block => block.Rules).Select(rule => rule.Text))
        {
            var start = -1;
            for (var i = 0; i <= text.Length; i++)
            {
                var inWord = i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_');
                if (inWord && start < 0)
                {
                    start = i;
                }
                else if (!inWord && start >= 0)
                {
                    words.Add(text[start..i]);
                    start = -1;
                }
            }
        }

        return words;
    }
}
