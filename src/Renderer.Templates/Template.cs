using Renderer.Model;

namespace Renderer.Templates;

/// <summary>One version of a template, compiled. Immutable and shared by all renders.</summary>
public sealed class Template
{
    internal Template(TemplateBundle bundle) => Bundle = bundle;

    /// <summary>The folder's name.</summary>
    public string Name => Bundle.Name;

    /// <summary>A hash of everything it reads: lowercase hex, 24 characters.</summary>
    public string Version => Bundle.Version;

    /// <summary>"scriban".</summary>
    public string Language { get; internal init; } = "scriban";

    /// <summary>The parts it can be asked for.</summary>
    public IReadOnlyList<Part> Parts { get; internal init; } = [];

    /// <summary>The attributes it reads: parts, blocks, rules, locale and time zone together.</summary>
    public ReadSet Reads { get; internal init; } = ReadSet.None;

    /// <summary>BCP 47, as the template says; null: the workspace's.</summary>
    public string? Locale { get; internal init; }

    /// <summary>IANA name, as the template says; null: the workspace's.</summary>
    public string? TimeZone { get; internal init; }

    /// <summary>Invented people for previews, by name.</summary>
    public IReadOnlyList<SampleProfile> Samples { get; internal init; } = [];

    /// <summary>All blocks it uses, those of template.yaml first, in the file's order.</summary>
    public IReadOnlyList<TemplateBlock> Blocks { get; internal init; } = [];

    /// <summary>Warnings and notes; a template with errors is none.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; internal init; } = [];

    /// <summary>The files that make this version.</summary>
    public TemplateBundle Bundle { get; }

    /// <summary>Chooses the variant of every block that has variants. Never throws.</summary>
    /// <param name="scope">What the message is rendered from.</param>
    /// <param name="kept">Block to variant as chosen before; wins where that variant still exists.</param>
    /// <param name="cancellationToken">Ends the work; rules not asked by then count as failed by a limit.</param>
    public IReadOnlyList<BlockChoice> Decide(
        RenderScope scope, IReadOnlyDictionary<string, string> kept, CancellationToken cancellationToken) =>
        Blocks.Where(b => b.Variants.Count > 0).Select(b => new BlockChoice(b.Name, "default", null, null)).ToList();

    /// <summary>Renders parts. Never throws: what fails walks down its ladder, the whole mail's static part the last rung.</summary>
    /// <param name="scope">What the message is rendered from.</param>
    /// <param name="choices">As decided.</param>
    /// <param name="parts">The parts wanted; those that the template lacks stay null.</param>
    /// <param name="cancellationToken">Ends the work: the answer is then static, its reason a limit.</param>
    public RenderedMail Render(
        RenderScope scope, IReadOnlyList<BlockChoice> choices, IReadOnlyCollection<Part> parts, CancellationToken cancellationToken) =>
        RenderStatic(Reason.RenderError, parts);

    /// <summary>Renders one block alone, as <see cref="RenderedMail.Html"/>; null when the template has no such block.</summary>
    public RenderedMail? RenderBlock(
        RenderScope scope, IReadOnlyList<BlockChoice> choices, string block, CancellationToken cancellationToken) =>
        Blocks.Any(b => b.Name == block) ? RenderStatic(Reason.RenderError, [Part.Html]) : null;

    /// <summary>The whole mail's last rung, prepared when the template was loaded: never fails, never empty.</summary>
    /// <param name="reason">Why it is needed.</param>
    /// <param name="parts">The parts wanted.</param>
    public RenderedMail RenderStatic(Reason reason, IReadOnlyCollection<Part> parts) =>
        new() { UsedStatic = true, Reason = reason, Subject = Name };
}
