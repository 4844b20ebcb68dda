using System.Collections.Immutable;
using Renderer.Model;
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
        return TemplateMaker.Make(bundle.Name, files, loader.Read(files));
    }

    public TemplateWorkspace Load()
    {
        var files = FolderReader.Read(folder, findings);
        if (files is null)
        {
            // The folder is gone or closed for the moment: what was good goes on.
            return previous is null ? Snapshot(Surroundings.None, "") : Snapshot(previous.Around, "", previous.Templates);
        }

        foreach (var fault in files.Faults.Where(f => !f.Key.Contains('/')))
        {
            findings.Add(fault.Value);
        }

        var around = Read(files);
        var shared = Digest.Of("shared", InputsOf(files, p => !p.Contains('/') || p.StartsWith(FolderReader.Shared + "/", StringComparison.Ordinal)));
        foreach (var template in files.Paths.Concat(files.Faults.Keys).Where(p => p.Contains('/')).Select(p => p[..p.IndexOf('/')]).Distinct(StringComparer.Ordinal))
        {
            if (template != FolderReader.Shared && TemplateFiles.IsTemplate(template, files))
            {
                // What was made of the same files is the same.
                var inputs = Digest.Of(shared, InputsOf(files, p => p.StartsWith(template + "/", StringComparison.Ordinal)));
                var same = previous?.Made.GetValueOrDefault(template) is { } before && before.Inputs == inputs ? before.Template : null;
                made[template] = (inputs, same ?? TemplateMaker.Make(template, files, around));
                Add(template, made[template].Template);
            }
        }

        return Snapshot(around, Digest.Of("all", InputsOf(files, _ => true)));
    }

    private Surroundings Read(FileSet files) =>
        new() { Settings = ReadSettings(files), Blocks = ReadBlocks(files), Segments = ReadSegments(files), Clock = clock, Keeps = Keeps };

    private WorkspaceSettings ReadSettings(FileSet files)
    {
        var own = new Findings();
        var text = files.Text(WorkspaceYaml.Path, own);
        var map = text is null ? null : YamlFile.Read(text, WorkspaceYaml.Path, own);
        var settings = WorkspaceYaml.Read(map, new YamlSource(WorkspaceYaml.Path, own) { Placeholders = new Placeholders(variables, folder) });
        findings.AddRange(own.Items);
        return own.HasErrors && previous is not null ? previous.Settings : settings;
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
                Check(blocks[block]);
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

    private static IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> InputsOf(FileSet files, Func<string, bool> isOne) => files.Paths
        .Where(isOne)
        .Select(p => KeyValuePair.Create(p, files[p]))
        .Concat(files.Faults.Keys.Where(isOne).Select(p => KeyValuePair.Create(p, ReadOnlyMemory<byte>.Empty)));

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

    private TemplateWorkspace Snapshot(Surroundings around, string inputs, IReadOnlyDictionary<string, Template>? kept = null)
    {
        var all = kept ?? templates;
        return new TemplateWorkspace(name, folder, around)
        {
            Templates = all,
            Broken = broken,
            Diagnostics = findings.Items,
            Reads = all.Values.Aggregate(ReadSet.None, (reads, template) => reads.Union(template.Reads)),
            History = history,
            Made = made,
            Inputs = inputs,
        };
    }
}
