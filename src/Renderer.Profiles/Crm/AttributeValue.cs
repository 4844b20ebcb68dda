using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Turns a CRM's text into a typed value. Text that is not of the type becomes null, never text in a mail.</summary>
internal static class AttributeValue
{
    private const long MillisecondsADay = 86_400_000;

    private static readonly string[] IsoInstants =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss",
    ];

    /// <summary>Writes one value. False: it was not of the type, and null was written.</summary>
    public static bool Write(Utf8JsonWriter writer, AttributeType type, string? text)
    {
        switch (type)
        {
            case var _ when text is null:
                writer.WriteNullValue();
                return true;
            case AttributeType.Number:
                return WriteNumber(writer, text);
            case AttributeType.Integer or AttributeType.Money when Exact(text) is { } exact && (type == AttributeType.Money || decimal.IsInteger(exact)):
                writer.WriteNumberValue(type == AttributeType.Money ? exact : decimal.Truncate(exact));
                return true;
            case AttributeType.Boolean when bool.TryParse(text, out var truth):
                writer.WriteBooleanValue(truth);
                return true;
            case AttributeType.Date when Iso(text) is { } date:
                writer.WriteStringValue(date);
                return true;
            case AttributeType.List:
                WriteList(writer, text);
                return true;
            case AttributeType.Json:
                return WriteJson(writer, text);
            case AttributeType.Text or AttributeType.RichText:
                writer.WriteStringValue(text);
                return true;
            case AttributeType.Email or AttributeType.Url:
                writer.WriteStringValue(text.Trim());
                return true;
            default:
                writer.WriteNullValue();
                return false;
        }
    }

    /// <summary>Writes one value that has a type of its own: as it is where none is asked for, else as its text would be. False as above.</summary>
    public static bool Write(Utf8JsonWriter writer, AttributeType? type, JsonElement? value)
    {
        switch (value?.ValueKind)
        {
            case null or JsonValueKind.Undefined or JsonValueKind.Null:
                writer.WriteNullValue();
                return true;
            case JsonValueKind.String:
                return Write(writer, type ?? AttributeType.Text, Text(value.Value));
            case JsonValueKind.Array or JsonValueKind.Object when type is null or AttributeType.List or AttributeType.Json:
                return WriteJson(writer, value.Value.GetRawText());
            case JsonValueKind.Array or JsonValueKind.Object:
                writer.WriteNullValue();
                return false;
            case JsonValueKind.Number:
                return Write(writer, type ?? AttributeType.Number, value.Value.GetRawText());
            default:
                return Write(writer, type ?? AttributeType.Boolean, value.Value.GetRawText());
        }
    }

    /// <summary>A value's text, as its CRM gave it; null for none, and for half a surrogate pair.</summary>
    public static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : value.GetRawText();
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    private static bool WriteNumber(Utf8JsonWriter writer, string text)
    {
        if (Exact(text) is { } exact)
        {
            writer.WriteNumberValue(exact);
        }
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && double.IsFinite(large))
        {
            writer.WriteNumberValue(large);
        }
        else
        {
            writer.WriteNullValue();
            return false;
        }

        return true;
    }

    // No thousands separators: "12,5" must not become 125.
    private static decimal? Exact(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : null;

    private static string? Iso(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var invariant = CultureInfo.InvariantCulture;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, invariant, out var milliseconds))
        {
            // Midnight UTC is how HubSpot keeps a date; as an instant it would be the day before in America.
            return milliseconds is < -62_135_596_800_000 or > 253_402_300_799_999 ? null // the years 1 to 9999
                : milliseconds % MillisecondsADay == 0 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd", invariant)
                : Text(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", invariant, DateTimeStyles.None, out var day) ? day.ToString("yyyy-MM-dd", invariant)
            : DateTimeOffset.TryParseExact(text, IsoInstants, invariant, Utc, out var instant) ? Text(instant)
            : null;

        string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", invariant);
    }

    private static void WriteList(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartArray();
        foreach (var item in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    private static bool WriteJson(Utf8JsonWriter writer, string text)
    {
        var valid = new ArrayBufferWriter<byte>();
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            using var copy = new Utf8JsonWriter(valid, writer.Options);
            document.RootElement.WriteTo(copy);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            writer.WriteNullValue();
            return false;
        }

        writer.WriteRawValue(valid.WrittenSpan);
        return true;
    }
}
