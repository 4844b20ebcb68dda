using System.Collections.Immutable;
using Renderer.Model;
using Renderer.Templates.Amp;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Files;
using Renderer.Templates.Settings;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Compiling;

/// <summary>Makes a workspace's snapshot out of its files and the snapshot before.</summary>
internal sealed class WorkspaceLoader(WorkspaceName name, string folder, Func<string, string?> variables, TemplateWorkspace? previous, TimeProvider clock)
{
    private static readonly string[] Languages = ["scriban", "liquid"];
    private readonly Findings findings = new();
    private readonly Dictionary<string, Template> templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Diagnostic>> broken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Inputs, CompiledTemplate Template)> made = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ImmutableArray<Template>> history = previous?.History ?? ImmutableDictionary<string, ImmutableArray<Template>>.Empty;

    /// <summary>See <see cref="Surroundings.Keeps"/>.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>A template of its published files.</summary>
    public static CompiledTemplate Open(TemplateBundle bundle, TimeProvider clock)
    {
        var loader = new WorkspaceLoader(default, "", _ => null, null, clock);
        var files = new FileSet(bundle.Files);
        return TemplateMaker.Make(bundle.Name, files, loader.Read(files) with { IsPublished = true });
    }

    public TemplateWorkspace Load()
    {
        var files = FolderReader.Read(folder, previous?.Files, findings);
        var all = files?.Digest("all") ?? "";
        if (previous?.Inputs == all)
        {
            return previous;
        }

        if (files is null)
        {
            // The folder is gone or closed for the moment: what was good goes on.
            return previous is null ? Snapshot(Surroundings.None, null, "") : Snapshot(previous.Around, previous.Files, "", previous);
        }

        var folders = files.ByFolder();
        var common = folders.GetValueOrDefault("", new FileSet()).With(folders.GetValueOrDefault(FolderReader.Shared));
        foreach (var fault in common.Faults.Where(f => !f.Key.Contains('/')))
        {
            findings.Add(fault.Value);
        }

        var around = Read(common);
        var names = folders.Keys.Where(f => f.Length > 0 && f != FolderReader.Shared && TemplateFiles.IsTemplate(f, folders[f])).Order(StringComparer.Ordinal).ToList();
        var compiled = new (string Inputs, CompiledTemplate Template)[names.Count];
        Parallel.For(0, names.Count, AtOnce, i => compiled[i] = Make(names[i], folders[names[i]], common, around));
        for (var i = 0; i < compiled.Length; i++)
        {
            made[names[i]] = compiled[i];
            Add(names[i], compiled[i].Template);
        }

        return Snapshot(around, files, all);
    }

    // At the start nothing else is to be done; later half of the machine is for renders.
    private ParallelOptions AtOnce => new() { MaxDegreeOfParallelism = previous is null ? Environment.ProcessorCount : Math.Max(1, Environment.ProcessorCount / 2) };

    // What was made of the same files is the same.
    private (string Inputs, CompiledTemplate Template) Make(string template, FileSet own, FileSet common, Surroundings around)
    {
        if (previous?.Made.GetValueOrDefault(template) is { Template: { } known } before && InputsOf(own, common, known.Template) == before.Inputs)
        {
            return before;
        }

        var next = TemplateMaker.Make(template, own.With(common), around);
        return (InputsOf(own, common, next.Template), next);
    }

    // Of what is shared a good template depends on what it shows, on the names that there are, and on the workspace's own files.
    private static string InputsOf(FileSet own, FileSet common, Template? good) => own.Digest(common.Digest(
        string.Join('\n', common.Paths), path => !path.Contains('/') || good is null || good.Bundle.Files.ContainsKey(path)));

    private Surroundings Read(FileSet files) =>
        new() { Settings = ReadSettings(files), Blocks = ReadBlocks(files), Segments = ReadSegments(files), Clock = clock, Keeps = Keeps };

    private WorkspaceSettings ReadSettings(FileSet files)
    {
        var own = new Findings();
        var text = files.Text(WorkspaceYaml.Path, own);
        var map = text is null ? null : YamlFile.Read(text, WorkspaceYaml.Path, own);
        var settings = WorkspaceYaml.Read(map, new YamlSource(WorkspaceYaml.Path, own) { Placeholders = new Placeholders(variables, folder) });
        settings = ReadDictionary(files, settings, own);
        findings.AddRange(own.Items);
        return own.HasErrors && previous is not null ? previous.Settings : settings;
    }

    private WorkspaceSettings ReadDictionary(FileSet files, WorkspaceSettings settings, Findings own)
    {
        if (files.Text(AttributesYaml.Path, own) is not { } text)
        {
            return settings;
        }

        var source = new YamlSource(AttributesYaml.Path, own) { Placeholders = new Placeholders(variables, folder) };
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return new AttributesYaml(settings, source, today).Read(YamlFile.Read(text, AttributesYaml.Path, own));
    }

    private Dictionary<string, SourceText> ReadBlocks(FileSet files)
    {
        var blocks = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var file in files.NamesIn(FolderReader.Shared))
        {
            var path = $"{FolderReader.Shared}/{file}";
            if (files.Text(path, findings) is { } text)
            {
                var block = Path.GetFileNameWithoutExtension(file);
                blocks[block] = new SourceText(text, path, block);
                Check(AmpSources.IsAmp(block) ? Mustache.Mask(blocks[block], findings) : blocks[block]);
            }
        }

        foreach (var fault in files.Faults.Where(f => f.Key.StartsWith(FolderReader.Shared + "/", StringComparison.Ordinal)))
        {
            findings.Add(fault.Value);
        }

        return blocks;
    }

    // A shared block is in the language of the template that shows it, and there may be none yet: it is wrong when it is neither.
    private void Check(SourceText block)
    {
        var all = Languages.Select(language =>
        {
            var own = new Findings();
            Script.Parse(block, new MailDefinition { Name = block.Part!, Language = language }, own);
            return own;
        }).ToList();
        if (all.TrueForAll(f => f.HasErrors))
        {
            findings.AddRange(all[block.Text.Contains("{%", StringComparison.Ordinal) ? 1 : 0].Items);
        }
    }

    private IReadOnlyDictionary<string, SourceText> ReadSegments(FileSet files)
    {
        var text = files.Text(SegmentsYaml.Path, findings);
        var map = text is null ? null : YamlFile.Read(text, SegmentsYaml.Path, findings);
        var segments = SegmentsYaml.Read(map, new YamlSource(SegmentsYaml.Path, findings));
        var all = new SegmentSet(segments, findings);
        foreach (var (segment, source) in segments)
        {
            all.Use(new NameUse(segment, source.At(0, 0)));
        }

        return segments;
    }

    private void Add(string template, CompiledTemplate made)
    {
        findings.AddRange(made.Diagnostics);
        var before = previous?.Templates.GetValueOrDefault(template);
        if (made.Template is not { } good)
        {
            broken[template] = made.Diagnostics.Where(d => d.Severity == Severity.Error).ToList();
            if (before is not null)
            {
                templates[template] = before;
            }

            return;
        }

        templates[template] = good;
        var versions = history.GetValueOrDefault(template, []);
        history = history.SetItem(
            template, [good, .. versions.Where(v => v.Version != good.Version).Take(TemplateWorkspace.VersionsKept - 1)]);
    }

    private TemplateWorkspace Snapshot(Surroundings around, FileSet? files, string inputs, TemplateWorkspace? kept = null)
    {
        var all = kept?.Templates ?? templates;
        return new TemplateWorkspace(name, folder, around)
        {
            Templates = all,
            Broken = broken,
            Diagnostics = findings.Items,
            Reads = ReadSet.Of(all.Values.Select(template => template.Reads)),
            History = history,
            Made = kept?.Made ?? made,
            Files = files,
            Inputs = inputs,
        };
    }
}
