using System.Runtime.CompilerServices;
using Renderer.Messages.Batches;
using Xunit;

namespace Renderer.Tests.Messages.Batches;

public sealed class ChunksTests
{
    [Fact]
    public async Task A_chunk_ends_with_its_lines_or_with_their_bytes()
    {
        int[] sizes = [1, 1, 1, 900, 200, 1];
        var chunks = new List<int[]>();
        await foreach (var chunk in Chunks.GatherAsync(Lines(sizes), 3, 1000, TimeProvider.System, default))
        {
            chunks.Add([.. chunk.Select(line => line.Bytes)]);
        }

        Assert.Equal([[1, 1, 1], [900, 200], [1]], chunks);
    }

    [Fact]
    public async Task Who_leaves_while_a_line_is_awaited_leaves_nothing_running()
    {
        using var leaving = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        await using var chunks = Chunks.GatherAsync(Endless(ended), 3, 1000, TimeProvider.System, leaving.Token).GetAsyncEnumerator();
        var first = chunks.MoveNextAsync().AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.True(ended.Task.IsCompleted);
    }

    private static async IAsyncEnumerable<BatchLine> Lines(int[] sizes)
    {
        foreach (var (index, size) in sizes.Index())
        {
            await Task.CompletedTask;
            yield return new BatchLine(index, null, null, size);
        }
    }

    /// <summary>One line, then a wait that takes its time to notice that nobody waits any more.</summary>
    private static async IAsyncEnumerable<BatchLine> Endless(
        TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new BatchLine(0, new() { Workspace = default, Template = "mail", Budget = Renderer.Model.Budget.Start(TimeProvider.System, TimeSpan.FromMinutes(1)) }, null);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            await Task.Delay(50, CancellationToken.None);
            ended.SetResult();
        }
    }
}
