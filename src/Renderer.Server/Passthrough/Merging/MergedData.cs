using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;

namespace Renderer.Server.Passthrough.Merging;

/// <summary>What templates read as <c>data</c> where an ESP has some for all and some for each.</summary>
internal static class MergedData
{
    /// <summary>A recipient's own members over those of all.</summary>
    public static JsonElement Of(Spool body, JsonSpot? all, JsonSpot? own)
    {
        if (all is null || own is null)
        {
            return JsonText.Read(body, own ?? all);
        }

        var both = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in all.Below.Concat(own.Below))
        {
            if (JsonText.Read(body, member) is { ValueKind: not JsonValueKind.Undefined } value)
            {
                both[member.Name] = value;
            }
        }

        return JsonSerializer.SerializeToElement(both);
    }
}
