using Renderer.Model;

namespace Renderer.Templates;

/// <summary>A template as an author types it: compiled in the context of a workspace, never stored.</summary>
public sealed record TemplateDraft
{
    /// <summary>"scriban" or "liquid".</summary>
    public string Language { get; init; } = "scriban";

    /// <summary>The subject's source; null: the HTML's title.</summary>
    public string? Subject { get; init; }

    /// <summary>The preheader's source.</summary>
    public string? Preheader { get; init; }

    /// <summary>The HTML part's source.</summary>
    public string? Html { get; init; }

    /// <summary>The text part's source; null: derived from the HTML.</summary>
    public string? Text { get; init; }

    /// <summary>What <c>raw</c> may be given, as <c>raw</c> of template.yaml.</summary>
    public IReadOnlyList<string> Raw { get; init; } = [];

    /// <summary>Attributes whose markup is kept, as <c>rich_text</c> of template.yaml.</summary>
    public IReadOnlyList<string> RichText { get; init; } = [];

    /// <summary>Who processes the mail after us, as <c>esp</c> of template.yaml; null for nobody, and for a name that is not known.</summary>
    public string? Esp { get; init; }

    /// <summary>The AMP part's source.</summary>
    public string? Amp { get; init; }

    /// <summary>Blocks by name; they come before those of the workspace.</summary>
    public IReadOnlyDictionary<string, string> Blocks { get; init; } = new Dictionary<string, string>();

    /// <summary>Rules by the segment's name; they come before those of the workspace.</summary>
    public IReadOnlyDictionary<string, string> Segments { get; init; } = new Dictionary<string, string>();
}

/// <summary>A template that was compiled, or why it could not be.</summary>
/// <param name="Template">Null when a diagnostic is an error.</param>
/// <param name="Diagnostics">All findings.</param>
public sealed record CompiledTemplate(Template? Template, IReadOnlyList<Diagnostic> Diagnostics);
