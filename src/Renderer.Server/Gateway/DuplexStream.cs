namespace Renderer.Server.Gateway;

/// <summary>
/// A connection that carries one request: it holds back what the client believes to be the whole request, sends the head, and
/// puts the real body in the place of the empty one, while the client already reads the answer.
/// </summary>
internal sealed class DuplexStream(Stream connection, HttpContent body, CancellationToken cancellationToken) : Stream
{
    private readonly MemoryStream head = new();

    private static ReadOnlySpan<byte> HeadThenNoBody => "\r\n\r\n0\r\n\r\n"u8;

    public override bool CanRead => true;

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
        head.Write(buffer.Span);
        var written = head.GetBuffer().AsMemory(0, (int)head.Length);
        if (!written.Span.EndsWith(HeadThenNoBody))
        {
            return;
        }

        await connection.WriteAsync(written[..^ChunkedBody.End.Length], cancellationToken);
        _ = SendBodyAsync();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask; // nothing is kept but the head

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        connection.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task SendBodyAsync()
    {
        try
        {
            var chunks = new ChunkedBody(connection);
            await body.CopyToAsync(chunks, cancellationToken);
            await chunks.EndAsync(cancellationToken);
        }
        catch
        {
            // The caller's half is broken: the node must not take what came for the whole. YARP reports why.
            await connection.DisposeAsync();
        }
    }
}
