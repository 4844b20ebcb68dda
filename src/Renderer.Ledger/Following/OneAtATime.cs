namespace Renderer.Ledger;

/// <summary>Work of which one run serves everybody who asks meanwhile.</summary>
internal sealed class OneAtATime
{
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;

    /// <summary>Joins the run that is under way, or starts one.</summary>
    public Task RunAsync(Func<Task> work)
    {
        lock (gate)
        {
            return running.IsCompleted ? running = work() : running;
        }
    }

    /// <summary>A run that began after this was called: it sees what was committed before.</summary>
    public async Task RunFreshAsync(Func<Task> work)
    {
        await running.ContinueWith(static _ => { }, TaskScheduler.Default);
        await RunAsync(work);
    }
}
