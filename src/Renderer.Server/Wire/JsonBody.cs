using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Renderer.Server.Problems;

namespace Renderer.Server.Wire;

/// <summary>Reads a request's body as one JSON object, strictly.</summary>
internal static class JsonBody
{
    /// <summary>The most bytes that a request, or a line of a stream, may have.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Reads and parses the body; the document is the caller's to dispose.</summary>
    public static async ValueTask<(JsonDocument? Document, Problem? Problem)> ReadAsync(HttpContext context)
    {
        if (!IsJson(context.Request.ContentType))
        {
            return (null, new Problem(ProblemCode.UnsupportedMediaType, "Send the body as application/json in UTF-8."));
        }

        var (bytes, problem) = await ReadBytesAsync(context);
        return problem is null ? Parse(bytes) : (null, problem);
    }

    /// <summary>Reads the raw body, up to the limit.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, Problem? Problem)> ReadBytesAsync(HttpContext context, int most = MaxBytes)
    {
        var tooLarge = new Problem(ProblemCode.BodyTooLarge, $"Send at most {most} bytes in one request; use the batch route for many recipients.");
        if (context.Request.ContentLength > most)
        {
            return (default, tooLarge);
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > most)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (default, tooLarge);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return (bytes, null);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Reads the body of a route that takes none: nothing, or an empty object.</summary>
    public static async ValueTask<Problem?> ReadNothingAsync(HttpContext context)
    {
        var (bytes, problem) = await ReadBytesAsync(context);
        if (problem is not null || bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return problem;
        }

        var (document, fault) = Parse(bytes);
        using (document)
        {
            return fault ?? new Envelope(document!.RootElement, []).Problem;
        }
    }

    /// <summary>Parses one JSON object.</summary>
    public static (JsonDocument? Document, Problem? Problem) Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            return (null, new Problem(ProblemCode.BadJson, "The body is not valid UTF-8. Encode it as UTF-8."));
        }

        try
        {
            if (LoneSurrogates.StandInNames(bytes.Span))
            {
                return (null, new Problem(ProblemCode.BadJson, "A member's name holds half a character (a lone surrogate escape). Send well-formed text."));
            }

            var document = JsonDocument.Parse(bytes, JsonFormat.Reading);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (document, null);
            }

            document.Dispose();
            return (null, new Problem(ProblemCode.BadJson, "Send a JSON object: {\"recipient\":{\"id\":\"…\"}}."));
        }
        catch (JsonException fault)
        {
            return (null, new Problem(ProblemCode.BadJson, Where(fault)));
        }
    }

    private static string Where(JsonException fault) =>
        fault.LineNumber is { } line
            ? $"The JSON breaks at line {line + 1}, byte {fault.BytePositionInLine + 1}. Members may stand once, without comments or trailing commas."
            : "The JSON has a member twice, or is nested deeper than 64 levels. Give each member once.";

    private static bool IsJson(string? contentType)
    {
        if (!System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return false;
        }

        var json = string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            || (type.MediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ?? false);
        return json && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
