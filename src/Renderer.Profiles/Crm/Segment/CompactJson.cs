using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>Writes a JSON value again as JavaScript's <c>JSON.stringify</c> does: members in their order, no white space, text escaped where it must be.</summary>
internal static class CompactJson
{
    /// <summary>The first element of a list, or the one value, compactly; null where the text is no JSON or the list is empty.</summary>
    public static byte[]? First(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        var into = new ArrayBufferWriter<byte>(Math.Max(json.Length, 1));
        try
        {
            if (!reader.Read() || (reader.TokenType == JsonTokenType.StartArray && (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)))
            {
                return null;
            }

            Write(ref reader, into);
            return into.WrittenSpan.ToArray();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Write(ref Utf8JsonReader reader, ArrayBufferWriter<byte> into)
    {
        var end = reader.CurrentDepth;
        var first = true;
        do
        {
            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (!first && !isEnd)
            {
                into.Write(","u8);
            }

            first = false;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    into.Write(reader.ValueSpan);
                    first = true;
                    break;
                case JsonTokenType.PropertyName:
                    WriteText(reader.GetString()!, into);
                    into.Write(":"u8);
                    first = true;
                    break;
                case JsonTokenType.String:
                    WriteText(reader.GetString()!, into);
                    break;
                default:
                    into.Write(reader.ValueSpan);
                    break;
            }
        }
        while ((reader.CurrentDepth > end || !IsWhole(reader.TokenType)) && reader.Read());
    }

    private static bool IsWhole(JsonTokenType token) =>
        token is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);

    private static void WriteText(string text, ArrayBufferWriter<byte> into)
    {
        var escaped = new StringBuilder(text.Length + 2).Append('"');
        foreach (var sign in text)
        {
            _ = sign switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\f' => escaped.Append("\\f"),
                '\r' => escaped.Append("\\r"),
                < ' ' => escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}"),
                _ => escaped.Append(sign),
            };
        }

        into.Write(Encoding.UTF8.GetBytes(escaped.Append('"').ToString()));
    }
}
