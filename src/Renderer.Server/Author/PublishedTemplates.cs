using System.Collections.Concurrent;
using Renderer.Ledger;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Server.Author;

/// <summary>Opens published versions: those that pointers name, and older ones when somebody asks for one.</summary>
internal sealed partial class PublishedTemplates(TemplateLibrary library, PublishedVersions published, ILogger<PublishedTemplates> log)
{
    /// <summary>Versions remembered of a template before those no longer listed are forgotten: the last 20 and the current one.</summary>
    private const int Most = PublishedVersions.Kept + 1;

    /// <summary>What was said already: a version that stays broken is told of once.</summary>
    private readonly ConcurrentDictionary<(WorkspaceName Workspace, string Template, string Version), byte> told = new();

    /// <summary>The files of a version, as the ledger keeps them.</summary>
    public static IReadOnlyDictionary<string, byte[]> FilesOf(Template template) =>
        template.Bundle.Files.ToDictionary(file => file.Key, file => file.Value.ToArray());

    /// <summary>Finds a template for a caller; a version that is not at hand is looked up among those once published.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can tell now whether there is such a version.</exception>
    public async ValueTask<LibraryFind> FindAsync(WorkspaceName workspace, string name, string? version, CancellationToken cancellationToken)
    {
        var find = library.Find(workspace, name, version);
        return find.Failure == MessageFailure.VersionUnknown && await LoadAsync(workspace, name, version!, cancellationToken) is { } opened
            ? find with { Template = opened, Settings = library.Settings(workspace), Failure = MessageFailure.None }
            : find;
    }

    /// <summary>A version that was published once, by the mark that links bear; null where it is no more.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can tell now.</exception>
    public async Task<Template?> FindAsync(WorkspaceName workspace, string template, VersionMark mark) =>
        (await published.ListAsync(workspace, template)).FirstOrDefault(version => mark.Is(version.Version)) is { } listed
            ? await LoadAsync(workspace, template, listed.Version, CancellationToken.None)
            : null;

    /// <summary>What a pointer names, compiled; null when it cannot be had now, or no longer compiles.</summary>
    public async Task<Template?> OpenAsync(WorkspaceName workspace, string template, string version)
    {
        try
        {
            return library.Find(workspace, template, version).Template is { } held
                ? Remembered(workspace, held)
                : await LoadAsync(workspace, template, version, CancellationToken.None);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or InvalidDataException)
        {
            if (told.TryAdd((workspace, template, version), 0))
            {
                Log.Unread(log, fault, workspace, template, version);
            }

            return null;
        }
    }

    /// <summary>Forgets the versions of a template that are no longer listed, once there are more than that.</summary>
    public async Task ForgetAsync(WorkspaceName workspace, string template)
    {
        if (library.Remembered(workspace, template) > Most)
        {
            var listed = await published.ListAsync(workspace, template);
            library.Forget(workspace, template, but: [.. listed.Select(version => version.Version)]);
        }
    }

    private async Task<Template?> LoadAsync(WorkspaceName workspace, string template, string version, CancellationToken cancellationToken)
    {
        if (await published.LoadAsync(workspace, template, version, cancellationToken) is not { } files)
        {
            return null;
        }

        var opened = TemplateFolder.Open(new TemplateBundle(
            template, version, files.ToDictionary(file => file.Key, file => (ReadOnlyMemory<byte>)file.Value))).Template;
        if (opened is null && told.TryAdd((workspace, template, version), 0))
        {
            Log.Broken(log, workspace, template, version);
        }

        return opened is null ? null : Remembered(workspace, opened);
    }

    private Template Remembered(WorkspaceName workspace, Template template)
    {
        told.TryRemove((workspace, template.Name, template.Version), out _);
        library.Remember(workspace, template);
        return template;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Workspace {Workspace}: version {Version} of {Template} does not compile with this release. Publish it again, or roll back.")]
        public static partial void Broken(ILogger logger, WorkspaceName workspace, string template, string version);

        [LoggerMessage(2, LogLevel.Error, "Workspace {Workspace}: version {Version} of {Template} cannot be read now; what was served before goes on.")]
        public static partial void Unread(ILogger logger, Exception fault, WorkspaceName workspace, string template, string version);
    }
}
