namespace Renderer.Sandbox;

/// <summary>Ends the sandbox when its standard input closes: the process that started it is gone, however it went.</summary>
internal sealed class ParentLifeline(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before it is up: a host that is stopped half-way into its start complains.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var up = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        await using var stdin = Console.OpenStandardInput();
        var ignored = new byte[256];
        while (await stdin.ReadAsync(ignored, stoppingToken) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
