using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Follows paths through what a CRM said.</summary>
internal static class JsonPaths
{
    /// <summary>Everything that the path leads to; null values are nothing.</summary>
    public static IEnumerable<JsonElement> Find(this JsonElement root, JsonPath path)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (var step in path.Steps)
        {
            found = found.SelectMany(one => Step(one, step));
        }

        return found.Where(one => one.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined));
    }

    /// <summary>The first that the path leads to; null when it leads nowhere.</summary>
    public static JsonElement? First(this JsonElement root, JsonPath path) => root.Find(path).Select(one => (JsonElement?)one).FirstOrDefault();

    /// <summary>A member, whatever the object is like.</summary>
    public static JsonElement? Member(this JsonElement one, string name)
    {
        try
        {
            return one.ValueKind == JsonValueKind.Object && one.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null; // a name beside it is half a pair of surrogates
        }
    }

    /// <summary>A text, or a number's or truth value's digits and letters; null for anything else, empty text included.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null; // half a pair of surrogates
        }
    }

    private static IEnumerable<JsonElement> Step(JsonElement one, JsonStep step)
    {
        if (step.Name is { } name)
        {
            return one.Member(name) is { } member ? [member] : [];
        }

        return one.ValueKind != JsonValueKind.Array ? []
            : step == JsonStep.Every ? one.EnumerateArray().AsEnumerable()
            : step.Index < one.GetArrayLength() ? [one[step.Index]]
            : [];
    }
}
