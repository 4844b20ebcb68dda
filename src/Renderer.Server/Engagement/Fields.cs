using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Server.Wire;

namespace Renderer.Server.Engagement;

/// <summary>Reads members of what ESPs write: an absent one, or one of another type, is null and never a fault.</summary>
internal static class Fields
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 32 };

    /// <summary>Null when it is no JSON.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            // Half a character in a member's name is a fault wherever that member is looked at.
            using var document = JsonDocument.Parse(text, Reading);
            return LoneSurrogates.StandInNames(text.Span) ? null : document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Parse(string? text) => text is null ? null : Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>The elements of an array; of anything else itself alone.</summary>
    public static IEnumerable<JsonElement> Each(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    /// <summary>A member, by its path.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var at = element;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : at;
    }

    /// <summary>A member as text; numbers as they are written.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path)?.Text();

    /// <summary>The same of a value.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape is JSON, but no text.
            return null;
        }
    }

    public static bool IsTrue(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { } text && (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1");

    /// <summary>A time: seconds or milliseconds since 1970, or ISO 8601, UTC where it says no zone.</summary>
    public static Instant? Time(string? text)
    {
        if (text is null or { Length: > 40 })
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            var seconds = number < 100_000_000_000 ? number : number / 1000;
            return seconds is > 0 and < 10_000_000_000 ? new Instant((long)(seconds * 1_000_000)) : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            && date > DateTimeOffset.UnixEpoch
            ? Instant.From(date)
            : null;
    }

    /// <summary>The address of "Name &lt;address&gt;".</summary>
    public static string? Address(string? text)
    {
        var address = text is not null && text.LastIndexOf('<') is >= 0 and var at && text.IndexOf('>', at) is var end && end > at ? text[(at + 1)..end] : text;
        return Short(address?.Trim()) is { } known && known.Contains('@', StringComparison.Ordinal) ? known : null;
    }

    /// <summary>What may name a person or a message.</summary>
    public static string? Short(string? name) =>
        name is { Length: > 0 } && Encoding.UTF8.GetByteCount(name) <= Identifier.MaxBytes ? name : null;

    public static IPAddress? Ip(string? text) => IPAddress.TryParse(text, out var address) ? address : null;

    /// <summary>Takes the names that the mail was given by whoever sent it.</summary>
    public static MailEvent With(this MailEvent told, Func<string, string?> metadata) => told with
    {
        MessageId = Short(metadata("renderer_message_id")) ?? Short(metadata("renderer_message")) ?? told.MessageId,
        PersonId = Short(metadata("renderer_id")) ?? told.PersonId,
        Template = Short(metadata("renderer_template")) ?? told.Template,
    };

    public static MailEvent With(this MailEvent told, JsonElement? metadata) => metadata is { } values ? told.With(name => values.Text(name)) : told;

    /// <summary>The same from headers of the mail: <c>X-Renderer-Message-Id</c>, as a list of names and values.</summary>
    public static MailEvent WithHeaders(this MailEvent told, JsonElement? headers)
    {
        if (headers is not { ValueKind: JsonValueKind.Array } list)
        {
            return told;
        }

        return told.With(name => list.EnumerateArray()
            .Where(header => string.Equals(header.Text("name"), "X-" + name.Replace('_', '-'), StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Text("value")).FirstOrDefault());
    }
}
