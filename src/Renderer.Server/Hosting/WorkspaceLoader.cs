using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Templates;

namespace Renderer.Server.Hosting;

/// <summary>Loads every workspace at start, refuses to boot only where nothing is servable, and follows edits of the files.</summary>
internal sealed partial class WorkspaceLoader(
    ServerOptions options,
    Variables variables,
    TemplateLibrary library,
    ProfileWorkspaces profiles,
    TimeProvider clock,
    ILogger<WorkspaceLoader> log) : IHostedService, IDisposable
{
    private readonly List<TemplateWatcher> watchers = [];

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        library.Swapped += (files, reads) => profiles.Set(files.Name, files.Settings, reads);
        foreach (var (name, folder) in options.Workspaces)
        {
            _ = WorkspaceName.TryParse(name, out var workspace);
            Take(TemplateFolder.Load(workspace, folder, variables.Find));
        }

        if (library.Workspaces.All(files => files.Templates.Count == 0) && library.Workspaces.Any(files => files.Broken.Count > 0))
        {
            throw new StartupFault("No template of any workspace has a good version. Run: dotnet run --project src/Renderer.Server -- check");
        }

        foreach (var files in library.Workspaces)
        {
            watchers.Add(new TemplateWatcher(files, variables.Find, Take, clock));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => watchers.ForEach(watcher => watcher.Dispose());

    private void Take(TemplateWorkspace files)
    {
        // What was said of the files before this edit need not be said again.
        var known = library.Files(files.Name)?.Diagnostics.ToHashSet() ?? [];
        library.Put(files);
        foreach (var finding in Findings(files).Where(finding => finding.Severity != Severity.Info && !known.Contains(finding)))
        {
            Log.Finding(log, finding.Severity == Severity.Error ? LogLevel.Error : LogLevel.Warning, files.Name, finding);
        }

        Log.Loaded(log, files.Name, files.Templates.Count, files.Broken.Count);
    }

    private IEnumerable<Diagnostic> Findings(TemplateWorkspace files) =>
        files.Diagnostics.Concat(SettingsFaults.Of(files.Settings, options));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Workspace {Workspace}: {Good} templates served, {Broken} with faults.")]
        public static partial void Loaded(ILogger logger, WorkspaceName workspace, int good, int broken);

        [LoggerMessage(EventId = 2, Message = "Workspace {Workspace}: {Finding}")]
        public static partial void Finding(ILogger logger, LogLevel level, WorkspaceName workspace, Diagnostic finding);
    }
}
