using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Formatting;
using Renderer.Templates.Rendering;

namespace Renderer.Templates;

/// <summary>One version of a template, compiled. Immutable and shared by all renders.</summary>
public sealed class Template
{
    private readonly CompiledMail mail;
    private readonly StaticMail spare;

    internal Template(TemplateBundle bundle, CompiledMail mail, StaticMail spare)
    {
        this.mail = mail;
        this.spare = spare;
        Bundle = bundle;
        Blocks = mail.Blocks
            .Select(b => new TemplateBlock(b.Name, b.Variants.Select(v => v.Name).ToList(), b.Fallback, b.Reads)
            {
                Rules = b.Rules,
                Decision = b.Decision,
                DefaultVariant = b.HasVariants ? b.Default.Name : null,
            })
            .ToList();
        Slots = [.. mail.Slots.Select(slot => TemplateSlots.Of(slot, mail.Definition))];
        Parts = [.. PartsOf(mail)];
        AmpData = DataRender.All(mail);
    }

    /// <summary>The folder's name.</summary>
    public string Name => Bundle.Name;

    /// <summary>A hash of everything it reads: lowercase hex, 24 characters.</summary>
    public string Version => Bundle.Version;

    /// <summary>"scriban" or "liquid".</summary>
    public string Language => mail.Definition.Language;

    /// <summary>The parts it can be asked for; text is derived where it has HTML alone.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>The attributes it reads: parts, blocks and rules together, those of locale and time zone where it shows something in their way.</summary>
    public ReadSet Reads => mail.Reads;

    /// <summary>What is read outside the blocks that have variants: these have an outcome each, the rest has one together.</summary>
    public ReadSet RestReads => mail.RestReads;

    /// <summary>BCP 47, as the template says; null: the workspace's.</summary>
    public string? Locale => mail.Definition.Locale;

    /// <summary>IANA name, as the template says; null: the workspace's.</summary>
    public string? TimeZone => mail.Definition.TimeZone;

    /// <summary>Until when the decision about a slot may change, where nobody says otherwise.</summary>
    public DecisionPolicy Decision => mail.Definition.Decision;

    /// <summary>The translations of one locale, by their keys, without those it falls back to; null where there are none.</summary>
    /// <param name="locale">BCP 47, like "de".</param>
    public IReadOnlyDictionary<string, string>? Texts(string locale) =>
        Locales.Find(locale) is { } culture ? mail.Definition.Translations.GetValueOrDefault(culture.Name) : null;

    /// <summary>Invented people for previews, by name.</summary>
    public IReadOnlyList<SampleProfile> Samples => mail.Definition.Samples;

    /// <summary>All blocks it uses, those of template.yaml first, in the file's order.</summary>
    public IReadOnlyList<TemplateBlock> Blocks { get; }

    /// <summary>What AMP lists and forms may ask for.</summary>
    public IReadOnlyList<TemplateAmpData> AmpData { get; }

    /// <summary>The images that are drawn when they are opened, in the order of template.yaml.</summary>
    public IReadOnlyList<TemplateSlot> Slots { get; }

    /// <summary>How long after sending its links lead somewhere; null: for ever.</summary>
    public TimeSpan? LinkEnd => mail.Definition.Links.End;

    /// <summary>Whether mails that are sent through us get a <c>List-Unsubscribe</c> header where they have none.</summary>
    public bool ListUnsubscribe => mail.Definition.ListUnsubscribe;

    /// <summary>Rendered HTML of this template as plain text: what stands for a block in a text.</summary>
    /// <param name="html">A part or block as it was rendered.</param>
    public string TextOf(string html) => mail.TextOf(html);

    /// <summary>Warnings and notes; a template with errors is none.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; private init; } = [];

    /// <summary>The files that make this version.</summary>
    public TemplateBundle Bundle { get; }

    internal ReadOnlyMemory<byte>? StaticHtml => spare.HtmlUtf8;

    /// <summary>Chooses the variant of every block and slot that has variants. Never throws.</summary>
    /// <param name="scope">What the message is rendered from.</param>
    /// <param name="kept">Block to variant as chosen before; wins where that variant still exists.</param>
    /// <param name="cancellationToken">Ends the work; rules not asked by then count as failed by a limit.</param>
    public IReadOnlyList<BlockChoice> Decide(
        RenderScope scope, IReadOnlyDictionary<string, string> kept, CancellationToken cancellationToken)
    {
        try
        {
            using var run = new MailRun(mail, scope, [], cancellationToken);
            return Deciding.Decide(run, kept);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return AllStatic(Reason.RenderError);
        }
    }

    /// <summary>Renders parts. Never throws: what fails walks down its ladder, the whole mail's static part the last rung.</summary>
    /// <param name="scope">What the message is rendered from.</param>
    /// <param name="choices">As decided.</param>
    /// <param name="parts">The parts wanted; those that the template lacks stay null.</param>
    /// <param name="cancellationToken">Ends the work: the answer is then static, its reason a limit.</param>
    public RenderedMail Render(
        RenderScope scope, IReadOnlyList<BlockChoice> choices, IReadOnlyCollection<Part> parts, CancellationToken cancellationToken)
    {
        try
        {
            using var run = new MailRun(mail, scope, choices, cancellationToken);
            return MailRender.Render(run, parts) ?? RenderStatic(run.Failure, parts) with { Faults = run.Faults };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return RenderStatic(Reason.RenderError, parts);
        }
        finally
        {
            scope.Release();
        }
    }

    /// <summary>Renders one block alone, as <see cref="RenderedMail.Html"/>; null when the template has no such block.</summary>
    public RenderedMail? RenderBlock(
        RenderScope scope, IReadOnlyList<BlockChoice> choices, string block, CancellationToken cancellationToken)
    {
        if (!mail.BlocksByName.ContainsKey(block))
        {
            return null;
        }

        try
        {
            using var run = new MailRun(mail, scope, choices, cancellationToken);
            return MailRender.RenderBlock(run, block);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new RenderedMail { Html = mail.BlocksByName[block].StaticHtml ?? "", UsedStatic = true, Reason = Reason.RenderError, Choices = AllStatic(Reason.RenderError) };
        }
        finally
        {
            scope.Release();
        }
    }

    /// <summary>Chooses the variant of AMP data that has a decision of its own; null of any other. Never throws.</summary>
    public BlockChoice? DecideAmpData(RenderScope scope, string name, CancellationToken cancellationToken) =>
        AmpData.Any(each => each.Name == name && each.Variants.Count > 0) ? DataRender.Decide(mail.Data!, scope, name, cancellationToken) : null;

    /// <summary>Renders what an AMP list or form asks for; null when the template has no such data. Never throws, and is always one JSON object.</summary>
    /// <param name="scope">What it is rendered from.</param>
    /// <param name="choices">As decided: those of the mail, or the data's own.</param>
    /// <param name="name">The data's name.</param>
    /// <param name="cancellationToken">Ends the work: its fallback is then the answer.</param>
    public RenderedAmp? RenderAmpData(RenderScope scope, IReadOnlyList<BlockChoice> choices, string name, CancellationToken cancellationToken) =>
        mail.Data?.BlocksByName.ContainsKey(name) == true ? DataRender.Render(mail.Data, scope, choices, name, cancellationToken) : null;

    /// <summary>The last rung of AMP data, where nothing may be tried: its fallback file, else a list of nothing; null when the template has no such data.</summary>
    public RenderedAmp? RenderAmpStatic(string name, Reason reason) =>
        mail.Data?.BlocksByName.ContainsKey(name) == true ? DataRender.Fallen(mail.Data, name, reason) : null;

    /// <summary>Renders the scene of a slot, as SVG; never throws. Without SVG the slot stands on its last rung, its picture.</summary>
    /// <param name="scope">What it is rendered from.</param>
    /// <param name="choices">As decided.</param>
    /// <param name="slot">A slot of <see cref="Slots"/>.</param>
    /// <param name="cancellationToken">Ends the work: the answer is then static, its reason a limit.</param>
    public RenderedScene RenderScene(RenderScope scope, IReadOnlyList<BlockChoice> choices, string slot, CancellationToken cancellationToken) =>
        SlotRender.Scene(mail, scope, choices, slot, cancellationToken);

    /// <summary>Renders where clicking on a slot leads, the author's parameters added; never throws. Null: nowhere, or it failed.</summary>
    /// <param name="scope">What it is rendered from.</param>
    /// <param name="choices">As decided.</param>
    /// <param name="slot">A slot of <see cref="Slots"/>.</param>
    /// <param name="cancellationToken">Ends the work: the answer is then null.</param>
    public string? RenderSlotLink(RenderScope scope, IReadOnlyList<BlockChoice> choices, string slot, CancellationToken cancellationToken) =>
        SlotRender.Link(mail, scope, choices, slot, cancellationToken);

    /// <summary>The whole mail's last rung, prepared when the template was loaded: never fails, never empty.</summary>
    /// <param name="reason">Why it is needed.</param>
    /// <param name="parts">The parts wanted.</param>
    public RenderedMail RenderStatic(Reason reason, IReadOnlyCollection<Part> parts) =>
        spare.For(parts, reason) with { Choices = AllStatic(reason) };

    /// <summary>All its scripts are compiled; else they are interpreted.</summary>
    internal bool IsCompiled => mail is { Plans: not null, Amp: null or { Plans: not null }, Data: null or { Plans: not null } };

    /// <summary>The file of a variant's scene, relative to the workspace's folder; null where there is none.</summary>
    public string? SceneFile(string slot, string variant)
    {
        var scene = mail.SlotsByName[slot].Scene;
        return (scene.Find(variant) ?? scene.Default).Content?.Source.File;
    }

    internal IReadOnlySet<string> SameInAmp => mail.SameInAmp;

    /// <summary>The same template, interpreted: the oracle for its plans.</summary>
    internal Template Interpreted() => new(
        Bundle,
        Interpreted(mail) with { Amp = mail.Amp is { } amp ? Interpreted(amp) : null, Data = mail.Data is { } data ? Interpreted(data) : null },
        spare) { Diagnostics = Diagnostics };

    private static CompiledMail Interpreted(CompiledMail mail) => mail with { Plans = null, Layout = null, PlansPlacePreheader = false };

    internal Template With(IReadOnlyList<Diagnostic> diagnostics) => new(Bundle, mail, spare) { Diagnostics = diagnostics };

    private List<BlockChoice> AllStatic(Reason reason) => mail.Decided
        .Where(b => b.HasVariants)
        .Select(b => b.Default.Chosen(b.Name) with { Outcome = Outcome.Static, Reason = reason })
        .ToList();

    private static IEnumerable<Part> PartsOf(CompiledMail mail)
    {
        if (mail.Subject is not null)
        {
            yield return Part.Subject;
        }

        if (mail.Preheader is not null)
        {
            yield return Part.Preheader;
        }

        if (mail.Html is not null)
        {
            yield return Part.Html;
        }

        if (mail.Html is not null || mail.Text is not null)
        {
            yield return Part.Text;
        }

        if (mail.Amp is not null)
        {
            yield return Part.Amp;
        }
    }
}
