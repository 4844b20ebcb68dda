using System.Collections.Immutable;
using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Files;

namespace Renderer.Templates;

/// <summary>All that a workspace's folder says, at one moment: immutable, swapped whole.</summary>
public sealed class TemplateWorkspace
{
    /// <summary>How many good versions of a template can be asked for.</summary>
    public const int VersionsKept = 20;

    internal TemplateWorkspace(WorkspaceName name, string folder, Surroundings around)
    {
        Name = name;
        Folder = folder;
        Around = around;
    }

    /// <summary>Whose folder it is.</summary>
    public WorkspaceName Name { get; }

    /// <summary>The folder's path.</summary>
    public string Folder { get; }

    /// <summary>What <c>workspace.yaml</c> says.</summary>
    public WorkspaceSettings Settings => Around.Settings;

    /// <summary>By name: the last good version of each template.</summary>
    public IReadOnlyDictionary<string, Template> Templates { get; internal init; } = ImmutableDictionary<string, Template>.Empty;

    /// <summary>By template: the errors of the version on disk, also where an older good version still serves.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>> Broken { get; internal init; } =
        ImmutableDictionary<string, IReadOnlyList<Diagnostic>>.Empty;

    /// <summary>Every finding in every file.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; internal init; } = [];

    /// <summary>What all templates read together: what is asked of the CRM.</summary>
    public ReadSet Reads { get; internal init; } = ReadSet.None;

    /// <summary>What templates find in the workspace.</summary>
    internal Surroundings Around { get; }

    /// <summary>The files as they were read, so that only those that changed are read again.</summary>
    internal FileSet? Files { get; init; }

    /// <summary>A hash of all files that it was made of.</summary>
    internal string Inputs { get; init; } = "";

    /// <summary>By template: a hash of the files that it was made of, and what was made of them.</summary>
    internal IReadOnlyDictionary<string, (string Inputs, CompiledTemplate Template)> Made { get; init; } =
        new Dictionary<string, (string, CompiledTemplate)>();

    internal ImmutableDictionary<string, ImmutableArray<Template>> History { get; init; } =
        ImmutableDictionary<string, ImmutableArray<Template>>.Empty;

    /// <summary>A template, current or one of its last <see cref="VersionsKept"/> good versions; null when there is none.</summary>
    /// <param name="name">The template's name.</param>
    /// <param name="version">Null for the current one.</param>
    public Template? Find(string name, string? version = null)
    {
        if (!Templates.TryGetValue(name, out var current) || version is null || current.Version == version)
        {
            return current;
        }

        return History.TryGetValue(name, out var versions) ? versions.FirstOrDefault(t => t.Version == version) : null;
    }

    /// <summary>The last good versions of a template that can be asked for.</summary>
    public IEnumerable<Template> Versions(string name) =>
        (Templates.TryGetValue(name, out var current) ? [current] : Enumerable.Empty<Template>()).Concat(History.TryGetValue(name, out var versions) ? versions : []);

    /// <summary>Compiles what an author types, with this workspace's blocks, segments and settings.</summary>
    public CompiledTemplate Compile(TemplateDraft draft) => TemplateMaker.Make(new DraftSources(draft), Around);
}
