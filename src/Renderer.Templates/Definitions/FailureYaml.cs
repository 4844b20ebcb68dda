using System.Text.Json;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads a failure contract: the keys of <c>failure</c>, and the same ones of a block.</summary>
internal static class FailureYaml
{
    /// <param name="section">Where it stands.</param>
    /// <param name="isSlot">It is a slot's or of AMP data, whose last rung is no choice.</param>
    public static FailureContract Read(Section section, bool isSlot = false) => new()
    {
        Budget = section.Int("budget_ms", 1, 10_000) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        Stale = section.Duration("stale", "0s", "365d"),
        Defaults = section.Find("defaults") is null ? null : Values(section, "defaults"),
        Fallback = isSlot ? BlockFallback.Static : section.Text("fallback", t => t is "static" or "drop" or "skip", "value_invalid", "static, drop or skip") is { } rung
            ? Enum.Parse<BlockFallback>(rung, ignoreCase: true)
            : null,
    };

    /// <summary>Attributes to single values.</summary>
    public static Dictionary<string, JsonElement> Values(Section section, string key)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var entry in section.Entries(key))
        {
            if (entry.Value is YamlText text)
            {
                values[entry.Key.Value] = Scalars.Read(text);
            }
            else
            {
                section.Source.Findings.Error("value_invalid", $"The default of '{entry.Key.Value}' must be a single value.", section.Source.At(entry.Value));
            }
        }

        return values;
    }
}
