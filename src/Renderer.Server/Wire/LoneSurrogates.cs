using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Renderer.Server.Wire;

/// <summary>Escapes of half a character ("\ud83d" alone): JSON takes them, text cannot hold them, and .NET throws where one is read.</summary>
internal static class LoneSurrogates
{
    /// <summary>"\u" and four digits.</summary>
    private const int EscapeLength = 6;

    /// <summary>The same object, with U+FFFD for each half: a bad character in a person's values must not cost the mail.</summary>
    public static JsonElement Mend(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !StandIn(JsonMarshal.GetRawUtf8Value(value)))
        {
            return value;
        }

        var bytes = JsonMarshal.GetRawUtf8Value(value).ToArray();
        for (var at = Next(bytes, 0); at >= 0; at = Next(bytes, at))
        {
            "\\ufffd"u8.CopyTo(bytes.AsSpan(at));
        }

        using var mended = JsonDocument.Parse(bytes);
        return mended.RootElement.Clone();
    }

    /// <summary>Whether a member's name in this JSON is none.</summary>
    public static bool StandInNames(ReadOnlySpan<byte> json)
    {
        if (!StandIn(json))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueIsEscaped && StandIn(reader.ValueSpan))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StandIn(ReadOnlySpan<byte> json) => Next(json, 0) >= 0;

    /// <summary>Where the next half begins; -1 when there is none.</summary>
    private static int Next(ReadOnlySpan<byte> json, int from)
    {
        var i = from;
        while (json[i..].IndexOf((byte)'\\') is var step and >= 0)
        {
            i += step;
            var unit = Unit(json[i..]);
            if (unit is null)
            {
                // Another escape: its second character may itself be a backslash.
                i = Math.Min(i + 2, json.Length);
            }
            else if (!char.IsSurrogate(unit.Value))
            {
                i += EscapeLength;
            }
            else if (char.IsHighSurrogate(unit.Value) && Unit(json[(i + EscapeLength)..]) is { } low && char.IsLowSurrogate(low))
            {
                i += 2 * EscapeLength;
            }
            else
            {
                return i;
            }
        }

        return -1;
    }

    private static char? Unit(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json.StartsWith("\\u"u8)
        && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
