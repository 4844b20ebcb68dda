using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Health;

namespace Renderer.Server.Hosting;

/// <summary>Says "ready" once everything has started, and "draining" before anything stops, so that load balancers turn away first.</summary>
internal sealed class Lifecycle(
    Readiness readiness, ServerOptions options, TemplateLibrary library, ProfileReader profiles, TimeProvider clock) : IHostedLifecycleService
{
    /// <summary>A CRM that is slow or dead at the start costs the start no more than this.</summary>
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    /// <summary>Nobody: no CRM gives out this id.</summary>
    private static readonly Identifier Nobody = Identifier.Id("0");

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asks each CRM for nobody, once: the first mail must not wait for the token, the connection and cold code inside its budget.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(library.Workspaces
            .Where(files => files.Settings.Connections.Count > 0)
            .Select(files => profiles.ReadAsync(files.Name, Nobody, files.Reads, Budget.Start(clock, Warmup), cancellationToken).AsTask()));
        readiness.Ready();
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Drain();
        if (options.Drain > TimeSpan.Zero)
        {
            await Task.Delay(options.Drain, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
