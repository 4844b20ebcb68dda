namespace Renderer.Ledger;

/// <summary>Says when all of some records have left this node's memory: into the ledger, or onto disk.</summary>
internal sealed class Receipt(int records)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = records;

    public Task Done => done.Task;

    public void Tick()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            done.SetResult();
        }
    }
}
