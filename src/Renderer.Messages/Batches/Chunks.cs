using System.Runtime.CompilerServices;

namespace Renderer.Messages.Batches;

/// <summary>Gathers lines into chunks: full ones while lines keep coming, a part when the input pauses, since a line's budget runs.</summary>
internal static class Chunks
{
    /// <summary>How much of a line's budget may pass waiting for others: a quarter.</summary>
    private const double PatienceShare = 0.25;

    public static async IAsyncEnumerable<IReadOnlyList<BatchLine>> GatherAsync(
        IAsyncEnumerable<BatchLine> lines,
        int size,
        int bytes,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = lines.GetAsyncEnumerator(cancellationToken);
        var chunk = new List<BatchLine>(size);
        var held = 0L;
        var next = source.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (chunk.Count > 0 && !next.IsCompleted && !await ArrivesAsync(next, Patience(chunk), clock, cancellationToken))
                {
                    yield return chunk;
                    (chunk, held) = (new List<BatchLine>(size), 0);
                }

                if (!await next)
                {
                    break;
                }

                chunk.Add(source.Current);
                held += source.Current.Bytes;
                if (chunk.Count == size || held >= bytes)
                {
                    yield return chunk;
                    (chunk, held) = (new List<BatchLine>(size), 0);
                }

                next = source.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An iterator that is still on its way cannot be disposed.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private static TimeSpan Patience(List<BatchLine> chunk) =>
        chunk[0].Order is { } first ? (first.Budget.Total * PatienceShare) - first.Budget.Spent : TimeSpan.Zero;

    private static async ValueTask<bool> ArrivesAsync(
        Task<bool> next, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
