using System.Globalization;
using System.Text.Json;

namespace Renderer.Model;

/// <summary>Whether a JSON value is of an attribute's type.</summary>
public static class ValueTypes
{
    private const int LongestEmail = 254;
    private const int LongestUrl = 2048;

    /// <summary>The rule that a value of this type would have to keep, and does not; null when it is of the type.</summary>
    public static AttributeRule? Broken(AttributeType type, JsonElement value) => type switch
    {
        AttributeType.Number => Unless(value.ValueKind == JsonValueKind.Number),
        AttributeType.Integer => Unless(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var whole) && decimal.IsInteger(whole)),
        AttributeType.Money => Unless(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out _)),
        AttributeType.Boolean => Unless(value.ValueKind is JsonValueKind.True or JsonValueKind.False),
        AttributeType.List => Unless(value.ValueKind == JsonValueKind.Array),
        AttributeType.Json => Unless(value.ValueKind is JsonValueKind.Array or JsonValueKind.Object),
        AttributeType.Email => Unless(IsText(value) && IsEmail(value.GetString()!), AttributeRule.Email),
        AttributeType.Url => Unless(IsText(value) && IsUrl(value.GetString()!), AttributeRule.Url),
        AttributeType.Date => Unless(IsText(value) && IsDate(value.GetString()!)),
        _ => Unless(IsText(value)),
    };

    /// <summary>A scalar as the text that a list of values has for it.</summary>
    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>Whether this is one address that mail can be sent to: not all that RFC 5321 allows, but what people have.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        if (at is < 1 or > 64 || text.Length > LongestEmail || text.IndexOf('@') != at || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"'))
        {
            return false;
        }

        var labels = text[(at + 1)..].Split('.');
        return labels.Length >= 2 && text[at - 1] != '.' && text[0] != '.' && !text[..at].Contains("..", StringComparison.Ordinal)
            && labels.All(label => label.Length is >= 1 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsLetterOrDigit(c) || c == '-'));
    }

    private static bool IsUrl(string text) =>
        text.Length <= LongestUrl && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static bool IsDate(string text) => text.Length == 10
        ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        : text.Length > 10 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static AttributeRule? Unless(bool good, AttributeRule broken = AttributeRule.Type) => good ? null : broken;
}
