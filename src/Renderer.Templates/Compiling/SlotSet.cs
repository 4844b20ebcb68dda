using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Plans;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>The slots that a template declares.</summary>
internal sealed class SlotSet(MailDefinition definition, BlockSet blocks, SegmentSet segments, Findings findings)
{
    private readonly Dictionary<SourceText, Script?> parsed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Slot, string Variant), (ScribanScript? Rule, ReadSet Reads)> rules = [];
    private readonly List<Script> scripts = [];

    /// <summary>In the order of template.yaml.</summary>
    public IReadOnlyList<CompiledSlot> All { get; private set; } = [];

    /// <summary>Every script in them, rules included.</summary>
    public IReadOnlyList<Script> Scripts => scripts;

    /// <summary>What they read.</summary>
    public ReadSet Reads => ReadSet.Of(All.Select(slot => slot.Scene.Reads));

    /// <summary>What the mail itself reads for those that everybody sees alike: they have no outcome of their own while they are live.</summary>
    public ReadSet RestReads => ReadSet.Of(All.Where(slot => !slot.Alt.HasVariants).Select(slot => slot.Alt.Reads));

    public void Compile() => All = [.. definition.Slots.Select(Compile)];

    private CompiledSlot Compile(SlotDefinition slot)
    {
        var alt = Part(slot, v => v.Alt, ScriptUse.Header);

        // The AMP part is written from what the HTML decided, and nobody draws or follows it from there.
        var link = Part(slot, v => definition.IsAmp ? null : v.Link, ScriptUse.Address);
        var scene = Part(slot, v => definition.IsAmp ? null : v.Scene, ScriptUse.Scene);
        scene = scene with { Reads = scene.Reads.Union(alt.Reads).Union(link.Reads) };
        return new CompiledSlot(slot, scene, alt, link with { Reads = scene.Reads })
        {
            IsSteady = slot.Variants.Count == 0 && (alt.Default.Content is null || IsSteady(alt.Default.Content)),
            Sizes = slot.Variants.Append(slot.Default).DistinctBy(v => v.Name).ToDictionary(v => v.Name, v => SceneSize.Of(slot, v.Scene), StringComparer.Ordinal),
        };
    }

    // A source that several variants share is one script.
    private CompiledBlock Part(SlotDefinition slot, Func<SlotVariant, SourceText?> source, ScriptUse use)
    {
        var reads = ReadSet.None;
        var variants = slot.Variants.Select(v => Variant(v, source(v), use, slot, ref reads)).ToList();
        var rest = Variant(slot.Default, source(slot.Default), use, slot, ref reads);
        return new CompiledBlock(slot.Name, variants, rest, slot.Failure.Or(definition.Failure) with { Fallback = BlockFallback.Static }, "", reads)
        {
            Decision = slot.Decision ?? definition.Decision,
        };
    }

    private CompiledVariant Variant(SlotVariant variant, SourceText? source, ScriptUse use, SlotDefinition slot, ref ReadSet reads)
    {
        var (rule, asked) = Rule(slot, variant);
        var content = source is null ? null : Parse(source, use);
        reads = reads.Union(asked).Union(content is null ? ReadSet.None : blocks.OwnReadsOf(content.Facts));
        return new CompiledVariant(variant.Name, variant.Segment, rule, content) { RuleReads = asked };
    }

    private (ScribanScript? Rule, ReadSet Reads) Rule(SlotDefinition slot, SlotVariant variant)
    {
        if (rules.TryGetValue((slot.Name, variant.Name), out var known))
        {
            return known;
        }

        var rule = variant.Rule is { } own ? ScribanScript.ParseRule(own, findings) : null;
        var reads = ReadSet.None;
        if (variant.Segment is { } segment)
        {
            reads = segments.Use(new NameUse(segment, variant.SegmentAt));
            rule = segments.Rules.GetValueOrDefault(segment);
        }

        if (rule is not null)
        {
            scripts.Add(rule);
            reads = reads.Union(segments.ReadsOf(rule.Facts));
        }

        return rules[(slot.Name, variant.Name)] = (rule, reads);
    }

    private Script? Parse(SourceText source, ScriptUse use)
    {
        if (parsed.TryGetValue(source, out var known))
        {
            return known;
        }

        var script = Script.Parse(source, definition, findings);
        if (script is not null)
        {
            script.Place(use, definition, findings);
            scripts.Add(script);
        }

        return parsed[source] = script;
    }

    // What hangs on the person's values, on the moment or on a segment is not.
    private static bool IsSteady(Script alt) =>
        new Dependence(alt.Semantics, new PlanScope(new PlanScope.Slots())).Add(alt.Forms) is { IsPersonal: false, Segments.Count: 0 };
}
