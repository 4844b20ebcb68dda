namespace Renderer.Sandbox;

/// <summary>Ends the sandbox when its standard input closes: the process that started it is gone, however it went.</summary>
internal sealed class ParentLifeline(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start-up path: a read of a console may block.
        await Task.Yield();
        await using var stdin = Console.OpenStandardInput();
        var ignored = new byte[256];
        while (await stdin.ReadAsync(ignored, stoppingToken) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
