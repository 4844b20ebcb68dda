using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Json;

/// <summary>Texts of a JSON body: out of it and into it.</summary>
internal static class JsonText
{
    /// <summary>Escapes what JSON must have escaped, and nothing for the sake of a page that it might be pasted into: markup stays short.</summary>
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>What a text says; null when it is no text, or none that can be (a lone half of a surrogate pair).</summary>
    public static string? Decode(Spool body, JsonSpot? text) =>
        text is { Kind: JsonKind.String } ? Decode(body, text.Start, text.End) : null;

    /// <summary>The same, quotes and all from one place to another.</summary>
    public static string? Decode(Spool body, long start, long end)
    {
        var raw = body.Slice(start, end).Span;
        var inner = raw[1..^1];
        if (inner.IndexOf((byte)'\\') < 0 && inner.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0)
        {
            return Encoding.ASCII.GetString(inner);
        }

        try
        {
            var reader = new Utf8JsonReader(raw);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text as it stands between quotes.</summary>
    public static ReadOnlyMemory<byte> Encode(ReadOnlySpan<byte> utf8) => JsonEncodedText.Encode(utf8, Encoder).EncodedUtf8Bytes.ToArray();

    /// <summary>A text as it stands between quotes.</summary>
    public static ReadOnlyMemory<byte> Encode(string text) => JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes.ToArray();

    /// <summary>A value as templates read it, detached from the body; undefined when it is absent or broken.</summary>
    public static JsonElement Read(Spool body, JsonSpot? value)
    {
        if (value is null)
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(body.Slice(value.Start, value.End));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
