namespace Renderer.Server.Gateway;

/// <summary>Leaving in order: not ready first, so that the balancer in front looks elsewhere; then no new connections; then the end.</summary>
internal sealed class Drain(GatewayOptions options, TimeProvider clock) : IHostedLifecycleService
{
    private volatile bool draining;

    /// <summary>This process has been told to stop.</summary>
    public bool Draining => draining;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        draining = true;
        await Task.Delay(options.DrainDelay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
