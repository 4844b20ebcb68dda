using Renderer.Templates.Checks;
using Renderer.Templates.Files;
using Renderer.Templates.Html;
using Renderer.Templates.Liquid;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads a template's folder.</summary>
internal sealed class TemplateFiles(string name, FileSet files, IReadOnlyDictionary<string, SourceText> shared, Findings findings)
{
    private const string Body = "body.html";
    private const string Text = "body.txt";
    private const string Amp = "body.amp.html";

    /// <summary>Whether a folder is meant to be a template.</summary>
    public static bool IsTemplate(string folder, FileSet files) =>
        new[] { TemplateYaml.Name, Body, Text, Amp }.Any(f => files.Has($"{folder}/{f}") || files.Faults.ContainsKey($"{folder}/{f}"));

    /// <summary>All that the folder says; what cannot be read is a finding.</summary>
    public MailSources Read()
    {
        foreach (var fault in files.Faults.Where(f => f.Key == name || f.Key.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            findings.Add(fault.Value);
        }

        var definition = WithParts(ReadYaml());
        return new MailSources(definition, Blocks(), Statics(".html")) { StaticData = Statics(".json") };
    }

    private MailDefinition ReadYaml()
    {
        var path = $"{name}/{TemplateYaml.Name}";
        var text = files.Text(path, findings);
        var map = text is null ? null : YamlFile.Read(text, path, findings);
        return TemplateYaml.Read(name, map, new YamlSource(path, findings), Content, Scene);
    }

    private MailDefinition WithParts(MailDefinition definition)
    {
        var html = Part(Body, "html");
        var text = Part(Text, "text");
        if (html is null && text is null)
        {
            findings.Error("body_missing", $"The template has no {Body}; write one.", new Place($"{name}/{Body}"));
        }

        return definition with
        {
            Subject = definition.Subject ?? SubjectFromTitle(html),
            Html = html,
            Text = text,
            Amp = Part(Amp, "amp"),
            Translations = TranslationFiles.Read(name, files, findings),
            Samples = SampleFiles.Read(name, files, findings),
            Dialect = DialectYaml.Read(name, files, findings),
            Pictures = PictureFiles.Read(name, files),
            StaticHtml = files.Text($"{name}/fallback/{Body}", findings),
        };
    }

    private SourceText? Part(string file, string part) =>
        files.Text($"{name}/{file}", findings) is { } text ? new SourceText(text, $"{name}/{file}", part) : null;

    private SourceText? SubjectFromTitle(SourceText? html)
    {
        var start = 0;
        var title = html is null ? null : HtmlTitle.Find(html.Text, hasCode: true, out start);
        if (title is null)
        {
            findings.Error("subject_missing", $"The template has no subject; add 'subject: …' to {TemplateYaml.Name}.", new Place($"{name}/{TemplateYaml.Name}"));
            return null;
        }

        var at = html!.At(start);
        findings.Warning("subject_from_title", $"The subject is taken from the title; add 'subject: …' to {TemplateYaml.Name}.", at);
        return new SourceText(title, html.File, "subject") { Line = at.Line, Column = at.Column };
    }

    private SourceText? Content(Section section, string file)
    {
        var part = section.Source.Path;
        if (!Names.IsLocalFile(file))
        {
            findings.Error("path_refused", "Name a file beside template.yaml or in _blocks, without a path.", section.At("file"));
            return null;
        }

        if (files.Text($"{name}/{file}", findings) is { } local)
        {
            return new SourceText(local, $"{name}/{file}", BlockName(file));
        }

        if (shared.TryGetValue(BlockName(file), out var common) && common.File == $"{FolderReader.Shared}/{file}")
        {
            return common;
        }

        if (!files.Faults.ContainsKey($"{name}/{file}"))
        {
            var near = Nearest.Hint(file, files.NamesIn(name).Concat(files.NamesIn(FolderReader.Shared)));
            findings.Error("file_missing", $"There is no file '{name}/{file}'{near}.", section.At("file") with { Part = null, File = part });
        }

        return null;
    }

    private SourceText? Scene(Section section, string file)
    {
        if (!Names.IsLocalFile(file) || !file.EndsWith(".svg", StringComparison.Ordinal))
        {
            findings.Error("path_refused", "A scene is an .svg file beside template.yaml, named without a path.", section.At("scene"));
            return null;
        }

        var path = $"{name}/{file}";
        if (files.Text(path, findings) is { } text)
        {
            return new SourceText(text, path, BlockName(file));
        }

        if (!files.Faults.ContainsKey(path))
        {
            var near = Nearest.Hint(file, files.NamesIn(name).Where(f => f.EndsWith(".svg", StringComparison.Ordinal)));
            findings.Error("file_missing", $"There is no file '{path}'{near}; put the scene beside template.yaml.", section.At("scene"));
        }

        return null;
    }

    private Dictionary<string, SourceText> Blocks() => files.NamesIn(name)
        .Where(f => f.EndsWith(".html", StringComparison.Ordinal) && f is not (Body or Amp))
        .Select(f => (Name: BlockName(f), Text: files.Text($"{name}/{f}", findings), File: f))
        .Where(b => b.Text is not null)
        .ToDictionary(b => b.Name, b => new SourceText(b.Text!, $"{name}/{b.File}", b.Name), StringComparer.Ordinal);

    private Dictionary<string, SourceText> Statics(string ending) => files.NamesIn($"{name}/fallback")
        .Where(f => f != Body && f.EndsWith(ending, StringComparison.Ordinal))
        .Select(f => (Name: BlockName(f), Text: files.Text($"{name}/fallback/{f}", findings), File: f))
        .Where(b => b.Text is not null)
        .ToDictionary(b => b.Name, b => new SourceText(b.Text!, $"{name}/fallback/{b.File}", b.Name), StringComparer.Ordinal);

    private static string BlockName(string file) => file[..^Path.GetExtension(file).Length];
}
