using Microsoft.Extensions.Primitives;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Hosting;
using Renderer.Templates;

namespace Renderer.Server.Author;

/// <summary>Serves what the ledger's pointers name, from the local copy where the ledger is dead; follows them within a second.</summary>
internal sealed class PublishedFollower(
    ServerOptions options, PublishedVersions published, PublishedTemplates templates, TemplateLibrary library, TimeProvider clock) : IHostedService, IDisposable
{
    /// <summary>How soon a version that could not be opened is tried again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim turn = new(1);
    private IDisposable? watching;
    private ITimer? retry;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        retry = clock.CreateTimer(_ => _ = FollowAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        watching = ChangeToken.OnChange(published.Watch, () => _ = FollowAsync());
        await FollowAsync();
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        watching?.Dispose();
        retry?.Dispose();
        turn.Dispose();
    }

    /// <summary>Compiles what the pointers name and is not served yet.</summary>
    public async Task FollowAsync()
    {
        await turn.WaitAsync();
        try
        {
            var whole = true;
            foreach (var name in options.Workspaces.Keys)
            {
                _ = WorkspaceName.TryParse(name, out var workspace);
                whole &= await FollowAsync(workspace);
            }

            retry?.Change(whole ? Timeout.InfiniteTimeSpan : Again, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>False when something could not be opened.</returns>
    private async Task<bool> FollowAsync(WorkspaceName workspace)
    {
        var current = new Dictionary<string, Template?>();
        foreach (var (template, version) in published.Pointers(workspace).Versions)
        {
            current[template] = await templates.OpenAsync(workspace, template, version);
        }

        library.Publish(workspace, current);
        try
        {
            foreach (var template in current.Keys)
            {
                await templates.ForgetAsync(workspace, template);
            }
        }
        catch (LedgerUnavailableException)
        {
            // Then with the next pointer that moves.
        }

        return !current.ContainsValue(null);
    }
}
