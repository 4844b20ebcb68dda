namespace Renderer.Server.Passthrough.Bodies;

/// <summary>A body to send as a stream, read once, for whoever asks for streams.</summary>
internal sealed class SplicedStream(Spliced body) : Stream
{
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>> runs = body.RunsAsync().GetAsyncEnumerator();
    private ReadOnlyMemory<byte> run;
    private long left = body.Length;

    /// <summary>Whether its last byte was handed over: from then on whoever reads it may act on it.</summary>
    public bool IsHandedOver => Volatile.Read(ref left) == 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; } = body.Length;

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (run.IsEmpty)
        {
            if (!await runs.MoveNextAsync())
            {
                return 0;
            }

            run = runs.Current;
        }

        var some = run[..Math.Min(run.Length, buffer.Length)];
        some.CopyTo(buffer);
        run = run[some.Length..];
        Interlocked.Add(ref left, -some.Length);
        return some.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
