namespace Renderer.Tests.Profiles.Reading;

/// <summary>A place where the first comer waits until the test lets it go; later ones pass.</summary>
internal sealed class Held
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int comers;

    /// <summary>Ends when somebody waits.</summary>
    public Task Reached => reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public Task WaitAsync()
    {
        if (Interlocked.Increment(ref comers) > 1)
        {
            return Task.CompletedTask;
        }

        reached.TrySetResult();
        return released.Task;
    }

    public void LetGo() => released.TrySetResult();
}
