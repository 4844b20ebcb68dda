using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Rendering;

/// <summary>Makes sure that what goes out as AMP data is one JSON object, whatever an author wrote.</summary>
internal static class DataJson
{
    // A comma behind the last of a list's items is what loops write.
    private static readonly JsonReaderOptions Reading = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonWriterOptions Writing = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a script wrote, as strict JSON; a fault of the script where it is none.</summary>
    public static ScriptResult Checked(ScriptResult result, SourceText source) =>
        result.Failed || result.SkipReason is not null ? result
        : TryRead(result.Utf8, out var strict, out var line) ? ScriptResult.Of(strict)
        : ScriptResult.Fail(Reason.RenderError, $"What this writes is no JSON object: it ends or breaks off at line {line} of what was written.", source.At(0));

    /// <summary>Reads one JSON object.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="strict">The same without white space, comments and commas too many.</param>
    /// <param name="line">The line up to which it could be read, from 1.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out ReadOnlyMemory<byte> strict, out long line)
    {
        strict = default;
        line = 1;
        var buffer = new ArrayBufferWriter<byte>(Math.Max(64, utf8.Length));
        var reader = new Utf8JsonReader(utf8.Span, Reading);
        try
        {
            using var writer = new Utf8JsonWriter(buffer, Writing);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            do
            {
                Write(ref reader, writer);
            }
            while (reader.Read());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A lone surrogate in an escape is JSON, but no text.
            line = ((e as JsonException)?.LineNumber ?? 0) + 1;
            return false;
        }

        strict = buffer.WrittenMemory;
        return true;
    }

    private static void Write(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
