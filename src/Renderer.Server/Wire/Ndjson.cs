using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Renderer.Server.Problems;

namespace Renderer.Server.Wire;

/// <summary>One line of a stream, or why it cannot be taken.</summary>
internal readonly record struct NdjsonLine(ReadOnlyMemory<byte> Bytes, Problem? Problem);

/// <summary>Reads newline-delimited JSON without holding more than one line.</summary>
internal static class Ndjson
{
    public static bool IsNdjson(string? contentType) =>
        System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType?.ToLowerInvariant() is "application/x-ndjson" or "application/ndjson" or "application/jsonl";

    /// <summary>The non-empty lines; one that is longer than the limit is passed over to its end and said so.</summary>
    public static async IAsyncEnumerable<NdjsonLine> ReadAsync(
        PipeReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var skipping = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (Cut(ref buffer, out var line))
            {
                if (skipping)
                {
                    skipping = false;
                }
                else if (Take(line) is { } taken)
                {
                    yield return taken;
                }
            }

            if (!skipping && buffer.Length > JsonBody.MaxBytes)
            {
                skipping = true;
                yield return TooLong();
            }

            if (skipping)
            {
                buffer = buffer.Slice(buffer.End);
            }

            if (read.IsCompleted)
            {
                if (!skipping && Take(buffer) is { } last)
                {
                    yield return last;
                }

                reader.AdvanceTo(read.Buffer.End);
                yield break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool Cut(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private static NdjsonLine? Take(ReadOnlySequence<byte> line)
    {
        if (line.Length > JsonBody.MaxBytes)
        {
            return TooLong();
        }

        var bytes = line.ToArray();
        return bytes.AsSpan().Trim(" \t\r"u8).IsEmpty ? null : new NdjsonLine(bytes, null);
    }

    private static NdjsonLine TooLong() =>
        new(default, new Problem(ProblemCode.BodyTooLarge, $"A line may have at most {JsonBody.MaxBytes} bytes."));
}
