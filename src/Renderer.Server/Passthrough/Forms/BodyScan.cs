using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Forms;

/// <summary>Looks for byte sequences in a body through a window, and knows where in the body it is.</summary>
/// <param name="body">Gone through once, forward.</param>
internal sealed class BodyScan(Spool body)
{
    private const int WindowBytes = 64 * 1024;

    /// <summary>The first boundary may stand at the very start, where no line break goes before it: one is put there.</summary>
    private static readonly byte[] BeforeTheStart = "\r\n"u8.ToArray();

    private readonly byte[] window = [.. BeforeTheStart, .. new byte[WindowBytes - BeforeTheStart.Length]];
    private long windowAt = -BeforeTheStart.Length;
    private int start;
    private int end = BeforeTheStart.Length;

    /// <summary>The next byte's place in the body.</summary>
    public long Position => windowAt + start;

    /// <summary>Goes to behind the next such sequence.</summary>
    /// <returns>Where it begins, or null at the body's end; before the body's start for one that the start completes.</returns>
    public async ValueTask<long?> FindAsync(byte[] sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = window.AsSpan(start, end - start).IndexOf(sequence);
            if (found >= 0)
            {
                start += found + sequence.Length;
                return Position - sequence.Length;
            }

            // What may be the sequence's beginning stays.
            start = Math.Max(start, end - sequence.Length + 1);
            if (!await MoreAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>The bytes up to the next such sequence, and goes to behind it; null when it does not come within the window.</summary>
    public async ValueTask<byte[]?> TakeUntilAsync(byte[] sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = window.AsSpan(start, end - start).IndexOf(sequence);
            if (found >= 0)
            {
                var taken = window.AsSpan(start, found).ToArray();
                start += found + sequence.Length;
                return taken;
            }

            if (!await MoreAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>Whether that comes next; stays where it is.</summary>
    public async ValueTask<bool> StartsWithAsync(byte[] sequence, CancellationToken cancellationToken)
    {
        while (end - start < sequence.Length)
        {
            if (!await MoreAsync(cancellationToken))
            {
                return false;
            }
        }

        return window.AsSpan(start, end - start).StartsWith(sequence);
    }

    private async ValueTask<bool> MoreAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            window.AsSpan(start, end - start).CopyTo(window);
            (windowAt, end, start) = (windowAt + start, end - start, 0);
        }

        var read = end == window.Length ? 0 : await body.ReadAsync(windowAt + end, window.AsMemory(end), cancellationToken);
        end += read;
        return read > 0;
    }
}
