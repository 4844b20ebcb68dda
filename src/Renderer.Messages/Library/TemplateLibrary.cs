using System.Collections.Concurrent;
using System.Collections.Immutable;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Library;

/// <summary>The templates that are served now, by workspace: each an immutable shelf, swapped whole.</summary>
/// <param name="publishedRule">
/// True: a published version is what is served, the files are drafts (Production). False: the files are the truth (Development).
/// </param>
public sealed class TemplateLibrary(bool publishedRule)
{
    private static readonly Diagnostic Unopened = new(
        Severity.Error, "version_unopened", "The published version cannot be opened here now; the log says why. Publish it again, or roll back.");

    private readonly ConcurrentDictionary<string, Shelf> shelves = new();

    /// <summary>Told after each swap, with what the workspace's people are read for from now on.</summary>
    public event Action<TemplateWorkspace, ReadSet>? Swapped;

    /// <summary>The workspaces served.</summary>
    public IReadOnlyList<TemplateWorkspace> Workspaces =>
        [.. shelves.Values.Select(shelf => shelf.Files).OfType<TemplateWorkspace>()];

    /// <summary>The workspace's files as they are now; null when there is no such workspace.</summary>
    public TemplateWorkspace? Files(WorkspaceName workspace) =>
        shelves.TryGetValue(workspace.ToString(), out var shelf) ? shelf.Files : null;

    /// <summary>What the workspace's file says; bare where there is none.</summary>
    public WorkspaceSettings Settings(WorkspaceName workspace) => Files(workspace)?.Settings ?? WorkspaceSettings.Bare;

    /// <summary>Swaps in the files of a workspace.</summary>
    public void Put(TemplateWorkspace files) => Swap(files.Name, shelf => shelf with { Files = files });

    /// <summary>Swaps in the published versions of a workspace.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="current">Template name to its published version; null for one that cannot be opened: what was served before goes on, never the files.</param>
    public void Publish(WorkspaceName workspace, IReadOnlyDictionary<string, Template?> current) =>
        Swap(workspace, shelf => shelf with
        {
            Published = current.ToImmutableDictionary(pair => pair.Key, pair => pair.Value ?? shelf.Published.GetValueOrDefault(pair.Key)),
        });

    /// <summary>Remembers a version that was published once, for callers that ask for it.</summary>
    public void Remember(WorkspaceName workspace, Template version) =>
        Swap(workspace, shelf => shelf with { Older = shelf.Older.SetItem((version.Name, version.Version), version) });

    /// <summary>How many versions of a template are remembered.</summary>
    public int Remembered(WorkspaceName workspace, string name) =>
        shelves.TryGetValue(workspace.ToString(), out var shelf) ? shelf.Older.Keys.Count(key => key.Name == name) : 0;

    /// <summary>Forgets a template's versions but these.</summary>
    public void Forget(WorkspaceName workspace, string name, IReadOnlyCollection<string> but) => Swap(
        workspace, shelf => shelf with { Older = shelf.Older.RemoveRange(shelf.Older.Keys.Where(key => key.Name == name && !but.Contains(key.Version))) });

    /// <summary>The names served in a workspace.</summary>
    public IReadOnlyList<string> Names(WorkspaceName workspace) =>
        shelves.TryGetValue(workspace.ToString(), out var shelf)
            ? [.. shelf.Published.Keys.Concat(shelf.Files?.Templates.Keys ?? []).Concat(shelf.Files?.Broken.Keys ?? []).Distinct().Order()]
            : [];

    /// <summary>Finds a template, or says why it cannot be had.</summary>
    public LibraryFind Find(WorkspaceName workspace, string name, string? version)
    {
        if (!shelves.TryGetValue(workspace.ToString(), out var shelf))
        {
            return LibraryFind.Fail(MessageFailure.TemplateUnknown);
        }

        var settings = shelf.Files?.Settings ?? WorkspaceSettings.Bare;
        if (version is not null)
        {
            var asked = shelf.Published.GetValueOrDefault(name) is { } published && published.Version == version
                ? published
                : shelf.Older.GetValueOrDefault((name, version)) ?? shelf.Files?.Find(name, version);
            return asked is not null
                ? new LibraryFind(asked, settings)
                : LibraryFind.Fail(Names(workspace).Contains(name) ? MessageFailure.VersionUnknown : MessageFailure.TemplateUnknown);
        }

        if (Current(shelf, name) is { } current)
        {
            return new LibraryFind(current, settings);
        }

        if (publishedRule && shelf.Published.ContainsKey(name))
        {
            return LibraryFind.Fail(MessageFailure.TemplateInvalid, [Unopened]);
        }

        return shelf.Files?.Broken.GetValueOrDefault(name) is { } faults
            ? LibraryFind.Fail(MessageFailure.TemplateInvalid, faults)
            : LibraryFind.Fail(MessageFailure.TemplateUnknown);
    }

    /// <summary>The version whose mark a link bears, where it is at hand.</summary>
    public Template? Find(WorkspaceName workspace, string name, VersionMark mark) => !shelves.TryGetValue(workspace.ToString(), out var shelf)
        ? null
        : Current(shelf, name) is { } current && mark.Is(current.Version)
            ? current
            : shelf.Older.Values.Concat(shelf.Files?.Versions(name) ?? []).FirstOrDefault(one => one.Name == name && mark.Is(one.Version));

    private Template? Current(Shelf shelf, string name) =>
        publishedRule && shelf.Published.TryGetValue(name, out var published) ? published : shelf.Files?.Find(name, null);

    private void Swap(WorkspaceName workspace, Func<Shelf, Shelf> change)
    {
        var shelf = shelves.AddOrUpdate(workspace.ToString(), _ => change(Shelf.Empty), (_, old) => change(old));
        if (shelf.Files is { } files)
        {
            Swapped?.Invoke(files, ReadSet.Of([files.Reads, files.Settings.Consent.Reads, .. shelf.Published.Values.OfType<Template>().Concat(shelf.Older.Values).Select(one => one.Reads)]));
        }
    }

    private sealed record Shelf(
        TemplateWorkspace? Files,
        ImmutableDictionary<string, Template?> Published,
        ImmutableDictionary<(string Name, string Version), Template> Older)
    {
        public static readonly Shelf Empty = new(
            null, ImmutableDictionary<string, Template?>.Empty, ImmutableDictionary<(string, string), Template>.Empty);
    }
}

/// <summary>A template with its workspace's settings, or why there is none.</summary>
/// <param name="Template">The template; null when it cannot be had.</param>
/// <param name="Settings">The workspace's.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Diagnostics">What is wrong with it.</param>
public readonly record struct LibraryFind(
    Template? Template,
    WorkspaceSettings Settings,
    MessageFailure Failure = MessageFailure.None,
    IReadOnlyList<Diagnostic>? Diagnostics = null)
{
    /// <summary>No template, and why.</summary>
    public static LibraryFind Fail(MessageFailure failure, IReadOnlyList<Diagnostic>? diagnostics = null) =>
        new(null, WorkspaceSettings.Bare, failure, diagnostics);
}
