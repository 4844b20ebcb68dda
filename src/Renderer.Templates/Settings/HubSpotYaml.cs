using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads what only a HubSpot connection has.</summary>
internal static class HubSpotYaml
{
    private static readonly Dictionary<string, HubSpotSignatures> Versions = new(StringComparer.Ordinal)
    {
        ["v1"] = HubSpotSignatures.V1, ["v2"] = HubSpotSignatures.V2, ["v3"] = HubSpotSignatures.V3,
    };

    public static KindSettings? Read(Section section)
    {
        var versions = HubSpotSignatures.None;
        foreach (var item in section.List("hook_versions"))
        {
            if (item is YamlText text && Versions.TryGetValue(text.Value, out var version))
            {
                versions |= version;
                continue;
            }

            section.Source.Findings.Error(
                "value_invalid", $"An item of 'hook_versions' must be one of: {string.Join(", ", Versions.Keys)}.", section.Source.At(item));
        }

        return versions == HubSpotSignatures.None ? null : new HubSpotSettings(versions);
    }
}
