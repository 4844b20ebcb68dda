using Microsoft.Extensions.Primitives;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Hosting;
using Renderer.Templates;

namespace Renderer.Server.Author;

/// <summary>Serves what the ledger's pointers name, from the local copy where the ledger is dead; follows them within a second.</summary>
internal sealed partial class PublishedFollower(
    ServerOptions options, PublishedVersions published, TemplateLibrary library, ILogger<PublishedFollower> log) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private IDisposable? watching;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        watching = ChangeToken.OnChange(published.Watch, () => _ = FollowAsync());
        await FollowAsync();
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        watching?.Dispose();
        turn.Dispose();
    }

    /// <summary>Compiles what the pointers name and is not served yet.</summary>
    public async Task FollowAsync()
    {
        await turn.WaitAsync();
        try
        {
            foreach (var name in options.Workspaces.Keys)
            {
                _ = WorkspaceName.TryParse(name, out var workspace);
                await FollowAsync(workspace);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task FollowAsync(WorkspaceName workspace)
    {
        var current = new List<Template>();
        foreach (var (template, version) in published.Pointers(workspace).Versions)
        {
            if (await OpenAsync(workspace, template, version) is { } opened)
            {
                current.Add(opened);
                library.Remember(workspace, opened);
            }
        }

        library.Publish(workspace, current);
    }

    /// <summary>A published version, compiled; null when it cannot be had or no longer compiles.</summary>
    public async Task<Template?> OpenAsync(WorkspaceName workspace, string template, string version)
    {
        if (library.Find(workspace, template, version).Template is { } served)
        {
            return served;
        }

        try
        {
            if (await published.LoadAsync(workspace, template, version) is not { } files)
            {
                return null;
            }

            var opened = TemplateFolder.Open(new TemplateBundle(
                template, version, files.ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)file.Value)));
            if (opened.Template is null)
            {
                Log.Broken(log, workspace, template, version);
            }

            return opened.Template;
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or InvalidDataException)
        {
            Log.Unread(log, fault, workspace, template, version);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Workspace {Workspace}: version {Version} of {Template} does not compile with this release. Publish it again, or roll back.")]
        public static partial void Broken(ILogger logger, WorkspaceName workspace, string template, string version);

        [LoggerMessage(2, LogLevel.Error, "Workspace {Workspace}: version {Version} of {Template} cannot be read now.")]
        public static partial void Unread(ILogger logger, Exception fault, WorkspaceName workspace, string template, string version);
    }
}
