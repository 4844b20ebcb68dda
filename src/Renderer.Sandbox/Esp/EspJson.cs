using System.Collections.Immutable;
using System.Text.Json;

namespace Renderer.Sandbox.Esp;

/// <summary>Looking into JSON that may be anything.</summary>
internal static class EspJson
{
    /// <summary>No pairs; names are compared as they are written.</summary>
    public static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>A member; the default (undefined) where it is absent, null, or this is no object.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public static bool IsThere(this JsonElement element) => element.ValueKind != JsonValueKind.Undefined;

    /// <summary>A text; null where it is none.</summary>
    public static string? Text(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A text, or the spelling of a number or truth value.</summary>
    public static string? Scalar(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };

    public static bool IsTrue(this JsonElement element, string name) => element.At(name).ValueKind == JsonValueKind.True;

    /// <summary>The items of a list; nothing where it is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The members of an object; nothing where it is none.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.At(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    /// <summary>An object of texts as pairs; what is no text is spelled as JSON.</summary>
    public static ImmutableSortedDictionary<string, string> Flat(this JsonElement element, string name)
    {
        var all = None.ToBuilder();
        foreach (var member in element.Members(name))
        {
            all[member.Name] = member.Value.Scalar() ?? member.Value.GetRawText();
        }

        return all.ToImmutable();
    }

    /// <summary>Base64 as it is in JSON; null where it is none.</summary>
    public static byte[]? Base64(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
