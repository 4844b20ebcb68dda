using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads <c>segments.yaml</c>: names to rules, in the file's order.</summary>
internal static class SegmentsYaml
{
    public const string Path = "segments.yaml";

    public static IReadOnlyDictionary<string, SourceText> Read(YamlMap? map, YamlSource source)
    {
        var segments = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var entry in map?.Entries ?? [])
        {
            if (!IsName(entry.Key.Value))
            {
                source.Findings.Error(
                    "name_invalid", "A segment's name is 1 to 64 of a-z, 0-9 and '_', a letter first, so that templates can write segments.name.", source.At(entry.Key));
            }
            else if (RuleOf(entry, source) is { } rule)
            {
                segments[entry.Key.Value] = SourceText.In(rule, source.Path, null);
            }
        }

        return segments;
    }

    /// <summary>The named segments as a file of their own: what a published template takes along.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, SourceText>> segments) =>
        string.Concat(segments.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}: {Quote.Text(s.Value.Text)}\n"));

    public static bool IsName(string name) => Names.IsTemplate(name) && char.IsAsciiLetter(name[0]) && !name.Contains('-');

    private static YamlText? RuleOf(YamlEntry entry, YamlSource source)
    {
        switch (entry.Value)
        {
            case YamlText { IsNull: false } rule:
                return rule;
            case YamlMap below:
                var section = new Section(below, "*", source);
                var described = section.Node("rule");
                section.Node("description");
                section.Done();
                if (described is null)
                {
                    source.Findings.Error("key_missing", $"The segment '{entry.Key.Value}' needs a 'rule'.", source.At(below));
                }

                return described;
            default:
                source.Findings.Error("value_invalid", $"The segment '{entry.Key.Value}' needs a rule, like: profile.tier == 'gold'.", source.At(entry.Value));
                return null;
        }
    }
}
