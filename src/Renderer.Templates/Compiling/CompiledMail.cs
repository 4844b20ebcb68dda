using System.Globalization;
using Renderer.Model;
using Renderer.Templates.Amp;
using Renderer.Templates.Definitions;
using Renderer.Templates.Escaping;
using Renderer.Templates.Formatting;
using Renderer.Templates.Html;
using Renderer.Templates.Plans;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>A template's mail, ready to be rendered by any number of messages at once.</summary>
internal sealed record CompiledMail
{
    public required MailDefinition Definition { get; init; }

    public required WorkspaceSettings Settings { get; init; }

    public Script? Subject { get; init; }

    public Script? Preheader { get; init; }

    public Script? Html { get; init; }

    public Script? Text { get; init; }

    /// <summary>The AMP part as a mail of its own, its <see cref="Html"/>; null where there is none.</summary>
    public CompiledMail? Amp { get; init; }

    /// <summary>What AMP lists and forms ask for: its blocks are JSON; null where there is nothing.</summary>
    public CompiledMail? Data { get; init; }

    /// <summary>The blocks that are the same there.</summary>
    public IReadOnlySet<string> SameInAmp { get; init; } = new HashSet<string>();

    /// <summary>What was found of its documents, where it is an AMP part.</summary>
    public AmpVerdicts Verdicts { get; } = new();

    /// <summary>The HTML says itself where the preheader stands.</summary>
    public bool PlacesPreheader { get; init; }

    /// <summary>The HTML's plan writes the preheader where it belongs; without plans the HTML is searched for the place.</summary>
    public bool PlansPlacePreheader { get; init; }

    /// <summary>Some script asks for a text by key.</summary>
    public bool UsesWords { get; init; }

    /// <summary>In the order of template.yaml, then as they are met.</summary>
    public required IReadOnlyList<CompiledBlock> Blocks { get; init; }

    public required IReadOnlyDictionary<string, CompiledBlock> BlocksByName { get; init; }

    /// <summary>All that can have variants: blocks, then slots.</summary>
    public IEnumerable<CompiledBlock> Decided => Blocks.Concat(Slots.Select(slot => slot.Scene));

    /// <summary>In the order of template.yaml.</summary>
    public required IReadOnlyList<CompiledSlot> Slots { get; init; }

    public required IReadOnlyDictionary<string, CompiledSlot> SlotsByName { get; init; }

    public required IReadOnlyDictionary<string, ScribanScript> Segments { get; init; }

    /// <summary>Attribute to the value used where the person has none.</summary>
    public required IReadOnlyDictionary<string, object?> Defaults { get; init; }

    public required ReadSet Reads { get; init; }

    /// <summary>The plan of every script; null where the compiler does not take them all, so that they are interpreted.</summary>
    public required IReadOnlyDictionary<Script, Plan>? Plans { get; init; }

    /// <summary>Where the plans' values stand; null without plans.</summary>
    public required Layout? Layout { get; init; }

    /// <summary>What stands outside the blocks that have variants.</summary>
    public required ReadSet RestReads { get; init; }

    /// <summary>Escapes a value for markup that is made of it on its way, wherever between tags that is written.</summary>
    public required Escaper Content { get; init; }

    /// <summary>Who processes the mail after us; null when nobody is named.</summary>
    public required Esp? Esp { get; init; }

    /// <summary>The locale where neither the request nor the person says one.</summary>
    public required CultureInfo OwnCulture { get; init; }

    /// <summary>The time zone where neither the request nor the person says one.</summary>
    public required TimeZoneInfo OwnZone { get; init; }

    /// <summary>The plain text of HTML of this mail.</summary>
    public string TextOf(string html) => PlainText.From(Esp is { } esp ? esp.Divided(html) : html);

    /// <summary>The text for a key: of the locale, of its language, else of the template's own locale; null when none has it.</summary>
    public string? Translate(string key, CultureInfo culture)
    {
        foreach (var name in Locales.Chain(culture).Concat(OwnLocales()))
        {
            if (Definition.Translations.TryGetValue(name, out var texts) && texts.TryGetValue(key, out var text))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The template's own locale, and what it falls back to.</summary>
    public IEnumerable<string> OwnLocales() =>
        Locales.Find(Definition.Locale ?? Settings.Locale) is { } own ? Locales.Chain(own) : [];
}

/// <summary>A block, ready to be decided and rendered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variants">In the order in which they are asked; empty for a plain block.</param>
/// <param name="Default">What is shown when nothing matched.</param>
/// <param name="Failure">What it may cost, and what becomes of it when it fails.</param>
/// <param name="StaticHtml">What is shown then; null unless the last rung is static.</param>
/// <param name="Reads">What rules, content and inner blocks read.</param>
internal sealed record CompiledBlock(
    string Name, IReadOnlyList<CompiledVariant> Variants, CompiledVariant Default, FailureContract Failure, string? StaticHtml, ReadSet Reads)
{
    /// <summary>Until when its decision may change.</summary>
    public DecisionPolicy Decision { get; init; }

    public BlockFallback Fallback => Failure.Fallback ?? BlockFallback.Drop;

    public bool HasVariants => Variants.Count > 0;

    /// <summary>Those of its variants, in the order in which they are asked.</summary>
    public IReadOnlyList<BlockRule> Rules =>
        [.. Variants.Where(v => v.Rule is not null).Select(v => new BlockRule(v.Name, v.Segment, v.Rule!.Source.Text.Trim(), v.RuleReads))];

    public CompiledVariant? Find(string variant) =>
        Default.Name == variant ? Default : Variants.FirstOrDefault(v => v.Name == variant);
}

/// <summary>A variant, ready to be asked and rendered.</summary>
/// <param name="Name">Its name in decisions.</param>
/// <param name="Segment">The segment that it is for.</param>
/// <param name="Rule">What is asked; null for the default.</param>
/// <param name="Content">What is shown; null for nothing.</param>
internal sealed record CompiledVariant(string Name, string? Segment, ScribanScript? Rule, Script? Content)
{
    /// <summary>What the rule reads of the person.</summary>
    public ReadSet RuleReads { get; init; } = ReadSet.None;

    public BlockChoice Chosen(string block) => new(block, Name, Segment, Rule?.Source.Text.Trim());
}
