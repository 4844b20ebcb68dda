using Microsoft.Extensions.Logging;

namespace Renderer.Ledger;

/// <summary>Work that is repeated until the ledger closes. A run that fails is logged, unless the ledger was unavailable: that is logged once, where it is found.</summary>
internal sealed partial class Loop : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private Loop(Func<CancellationToken, Task> body) => running = Task.Run(() => body(stopping.Token));

    public static Loop Every(TimeSpan period, TimeProvider clock, ILogger logger, Func<Task> work) => new(async stop =>
    {
        using var timer = new PeriodicTimer(period, clock);
        while (await NextAsync(timer, stop))
        {
            try
            {
                await work();
            }
            catch (LedgerUnavailableException)
            {
            }
            catch (Exception bug)
            {
                Log.Failed(logger, bug);
            }
        }
    });

    /// <summary>Ends when the run under way has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The ledger's background work failed; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception bug);
    }
}
