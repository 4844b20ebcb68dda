namespace Renderer.Profiles.Crm.Protection;

/// <summary>One call that waits at the gate.</summary>
/// <param name="takesPlace">It needs one of the places.</param>
internal sealed class Waiter(bool takesPlace)
{
    private readonly TaskCompletionSource<Pass> given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state;

    /// <summary>It needs one of the places.</summary>
    public bool TakesPlace => takesPlace;

    /// <summary>It waits no more.</summary>
    public bool HasLeft => Volatile.Read(ref state) == 2;

    /// <summary>Gives it a pass; false when it has left.</summary>
    public bool TryGive(Func<Pass> make)
    {
        if (Interlocked.CompareExchange(ref state, 1, 0) != 0)
        {
            return false;
        }

        given.SetResult(make());
        return true;
    }

    /// <summary>Waits; null when the time is over.</summary>
    public async ValueTask<Pass?> WaitAsync(TimeSpan wait, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await given.Task.WaitAsync(wait, clock, cancellationToken);
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            return Interlocked.CompareExchange(ref state, 2, 0) == 0 ? null : await given.Task;
        }
    }
}
