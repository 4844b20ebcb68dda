using System.Buffers;
using System.Globalization;
using System.Text;

namespace Renderer.Server.Gateway;

/// <summary>Writes a body of unknown length onto an HTTP/1.1 connection: RFC 9112, section 7.1.</summary>
internal sealed class ChunkedBody(Stream connection) : Stream
{
    /// <summary>A size of up to eight hexadecimal digits and two line ends.</summary>
    private const int Framing = 8 + 4;

    private bool broken;

    /// <summary>What ends a chunked body.</summary>
    public static ReadOnlyMemory<byte> End { get; } = "0\r\n\r\n"u8.ToArray();

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return; // a chunk of no bytes would be the end
        }

        var chunk = ArrayPool<byte>.Shared.Rent(buffer.Length + Framing);
        try
        {
            var length = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{buffer.Length:X}\r\n"), chunk);
            buffer.Span.CopyTo(chunk.AsSpan(length));
            length += buffer.Length;
            "\r\n"u8.CopyTo(chunk.AsSpan(length));
            await connection.WriteAsync(chunk.AsMemory(0, length + 2), cancellationToken);
        }
        catch (Exception)
        {
            broken = true;
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Ends the body, unless it broke off: a node that stopped reading may have answered, and its answer is still to be read.</summary>
    public ValueTask EndAsync(CancellationToken cancellationToken) =>
        broken ? ValueTask.CompletedTask : connection.WriteAsync(End, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask; // a chunk is written when it comes

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
