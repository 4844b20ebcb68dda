using System.Diagnostics;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>Measures how late this process is served while a test runs, so that a time limit tests us and not the neighbours on the machine.</summary>
internal sealed class BusyMachine : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource stopping = new();
    private readonly Task watching;
    private long lateTicks;

    public BusyMachine() => watching = Task.Run(WatchAsync);

    /// <summary>What the machine took from us so far: a read waits for a free thread at each of its steps, a beat at one of them.</summary>
    public TimeSpan Late => TimeSpan.FromTicks(Volatile.Read(ref lateTicks) * 5);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
    }

    private async Task WatchAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var beat = Stopwatch.StartNew();
            await Task.Delay(Beat);
            var late = beat.Elapsed - Beat - TimeSpan.FromMilliseconds(5); // a timer's own coarseness
            if (late > TimeSpan.Zero)
            {
                Interlocked.Add(ref lateTicks, late.Ticks);
            }
        }
    }
}
