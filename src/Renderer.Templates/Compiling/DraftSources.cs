using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>A draft as sources: its diagnostics name parts and blocks, not files.</summary>
internal sealed class DraftSources(TemplateDraft draft)
{
    private const string Name = "draft";

    public MailSources Sources { get; } = new(
        new MailDefinition
        {
            Name = Name,
            Language = draft.Language,
            LanguageAt = new Place(null),
            Raw = draft.Raw,
            RichText = draft.RichText,
            Esp = draft.Esp,

            // A draft cannot be sent; its author sees what failed.
            Failure = new FailureContract { Fallback = BlockFallback.Drop },
            Subject = Part(draft.Subject, "subject"),
            Preheader = Part(draft.Preheader, "preheader"),
            Html = Part(draft.Html, "html"),
            Text = Part(draft.Text, "text"),
            Amp = Part(draft.Amp, "amp"),
        },
        draft.Blocks.ToDictionary(b => b.Key, b => new SourceText(b.Value, null, b.Key), StringComparer.Ordinal),
        new Dictionary<string, SourceText>());

    /// <summary>Its sources by the names that files would have, for the version.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parts
    {
        get
        {
            (string File, string? Source)[] parts =
            [
                ("subject", draft.Subject), ("preheader", draft.Preheader), ("body.html", draft.Html), ("body.txt", draft.Text), ("body.amp.html", draft.Amp),
                ("template.yaml", Yaml),
            ];
            return parts
                .Where(p => p.Source is not null)
                .Select(p => KeyValuePair.Create($"{Name}/{p.File}", p.Source!))
                .Concat(draft.Blocks.Select(b => KeyValuePair.Create($"{Name}/blocks/{b.Key}", b.Value)));
        }
    }

    // Of what a template.yaml says, what a draft says: another way to write the same values is another version.
    private string? Yaml => string.Concat(
        draft.Language == "scriban" ? "" : $"language: {draft.Language}\n",
        draft.Esp is null ? "" : $"esp: {draft.Esp}\n",
        draft.Raw.Count == 0 ? "" : $"raw: [{string.Join(", ", draft.Raw)}]\n",
        draft.RichText.Count == 0 ? "" : $"rich_text: [{string.Join(", ", draft.RichText)}]\n") is { Length: > 0 } yaml ? yaml : null;

    /// <summary>The workspace with the draft's own segments before its.</summary>
    public Surroundings Among(Surroundings around)
    {
        var segments = new Dictionary<string, SourceText>(around.Segments, StringComparer.Ordinal);
        foreach (var (name, rule) in draft.Segments)
        {
            segments[name] = new SourceText(rule, null, name);
        }

        return around with { Segments = segments };
    }

    private static SourceText? Part(string? source, string part) => source is null ? null : new SourceText(source, null, part);
}
