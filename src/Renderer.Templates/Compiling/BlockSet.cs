using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Scriban;

namespace Renderer.Templates.Compiling;

/// <summary>The blocks that a template declares and uses, with those within them.</summary>
internal sealed class BlockSet(MailSources sources, Surroundings around, SegmentSet segments, Findings findings)
{
    private readonly Dictionary<string, CompiledBlock> blocks = new(StringComparer.Ordinal);
    private readonly List<CompiledBlock> ordered = [];
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly List<Script> scripts = [];

    /// <summary>Those of template.yaml first, then as they were met.</summary>
    public IReadOnlyList<CompiledBlock> All => ordered;

    public IReadOnlyDictionary<string, CompiledBlock> ByName => blocks;

    /// <summary>What they show.</summary>
    public IEnumerable<Script> Contents => ordered.SelectMany(b => b.Variants.Append(b.Default)).Select(v => v.Content).OfType<Script>();

    /// <summary>Every script in them, rules included.</summary>
    public IReadOnlyList<Script> Scripts => scripts;

    /// <summary>What is said of every block that is named where none can be shown; null where they can.</summary>
    public string? NoneHere { get; init; }

    private IEnumerable<string> Known =>
        sources.Definition.Blocks.Select(b => b.Name).Concat(sources.Blocks.Keys).Concat(around.Blocks.Keys);

    public void AddDeclared()
    {
        foreach (var block in sources.Definition.Blocks)
        {
            Use(new NameUse(block.Name, block.At));
        }

        // A declared block may have met others that are declared after it.
        var order = sources.Definition.Blocks.Select((b, i) => (b.Name, i)).ToDictionary(b => b.Name, b => b.i, StringComparer.Ordinal);
        ordered.Sort((a, b) => order.GetValueOrDefault(a.Name, int.MaxValue).CompareTo(order.GetValueOrDefault(b.Name, int.MaxValue)));
    }

    /// <summary>What showing the blocks of a script reads; compiles those that are met first.</summary>
    public ReadSet ReadsOf(ScriptFacts facts)
    {
        var result = OwnReadsOf(facts);
        foreach (var use in facts.Blocks)
        {
            result = NoneHere is null ? result.Union(Use(use)) : Refuse(use.At, result);
        }

        if (NoneHere is not null)
        {
            return facts.AnyBlock.Aggregate(result, (all, at) => Refuse(at, all));
        }

        // A computed name may be any block's; that it is not the one it stands in, only a render can tell.
        foreach (var name in facts.AnyBlock.Count > 0 ? Known.Where(k => !open.Contains(k)) : [])
        {
            result = result.Union(Use(new NameUse(name, facts.AnyBlock[0])));
        }

        return result;
    }

    /// <summary>What a script reads by itself, the blocks that it shows apart.</summary>
    public ReadSet OwnReadsOf(ScriptFacts facts)
    {
        var result = segments.ReadsOf(facts);
        if (facts.UsesLocale)
        {
            result = result.Union(new ReadSet([around.Settings.LocaleAttribute]));
        }

        return facts.UsesTimeZone ? result.Union(new ReadSet([around.Settings.TimeZoneAttribute])) : result;
    }

    private ReadSet Refuse(Place at, ReadSet reads)
    {
        findings.Error("block_here", NoneHere!, at);
        return reads;
    }

    private ReadSet Use(NameUse use)
    {
        if (blocks.TryGetValue(use.Name, out var known))
        {
            return known.Reads;
        }

        if (!open.Add(use.Name))
        {
            findings.Error("block_cycle", $"The block '{use.Name}' stands within itself.", use.At);
            return ReadSet.None;
        }

        var block = Compile(use);
        open.Remove(use.Name);
        if (block is null)
        {
            return ReadSet.None;
        }

        blocks[use.Name] = block;
        ordered.Add(block);
        return block.Reads;
    }

    private CompiledBlock? Compile(NameUse use)
    {
        var declared = sources.Definition.Blocks.FirstOrDefault(b => b.Name == use.Name);
        var found = sources.Blocks.GetValueOrDefault(use.Name) ?? around.Blocks.GetValueOrDefault(use.Name);
        if (declared is null && found is null)
        {
            findings.Error(
                "block_unknown", $"There is no block '{use.Name}'{Nearest.Hint(use.Name, Known)}; add {use.Name}.html to the template or to _blocks.", use.At);
            return null;
        }

        declared ??= new BlockDefinition(use.Name, [], new VariantDefinition("default", null, null, found), FailureContract.Unsaid, use.At);
        var reads = ReadSet.None;
        var variants = declared.Variants.Select(v => Compile(v, ref reads)).ToList();
        var rest = Compile(declared.Default, ref reads);
        var isDynamic = variants.Count > 0 || rest.Content?.Facts.IsDynamic == true;
        var failure = declared.Failure.Or(sources.Definition.Failure) with { Fallback = LastRung(declared, isDynamic) };
        var html = failure.Fallback == BlockFallback.Static ? sources.StaticBlocks.GetValueOrDefault(use.Name)?.Text : null;
        return new CompiledBlock(use.Name, variants, rest, failure, html, reads) { Decision = declared.Decision ?? sources.Definition.Decision };
    }

    private CompiledVariant Compile(VariantDefinition variant, ref ReadSet reads)
    {
        var rule = variant.Rule is { } own ? ScribanScript.ParseRule(own, findings) : null;
        if (variant.Segment is { } segment)
        {
            reads = reads.Union(segments.Use(new NameUse(segment, variant.SegmentAt)));
            rule = segments.Rules.GetValueOrDefault(segment);
        }

        var content = variant.Content is { } source ? Script.Parse(source, sources.Definition, findings) : null;
        foreach (var script in new Script?[] { rule, content }.OfType<Script>())
        {
            scripts.Add(script);
            reads = reads.Union(ReadsOf(script.Facts));
        }

        return new CompiledVariant(variant.Name, variant.Segment, rule, content) { RuleReads = rule is null ? ReadSet.None : segments.ReadsOf(rule.Facts) };
    }

    // Its own word, else the file that is there for it, else the template's word for all.
    private BlockFallback LastRung(BlockDefinition block, bool isDynamic)
    {
        var hasStatic = sources.StaticBlocks.ContainsKey(block.Name);
        var said = block.Failure.Fallback ?? (hasStatic ? BlockFallback.Static : sources.Definition.Failure.Fallback);
        if (said == BlockFallback.Static && !hasStatic && (isDynamic || block.Failure.Fallback is not null))
        {
            findings.Error("fallback_missing", $"The block '{block.Name}' falls back to fallback/{block.Name}.html, which is not there; write it, or say 'fallback: drop'.", block.At);
        }
        else if (said is null && isDynamic)
        {
            findings.Error(
                "block_no_last_rung",
                $"Say what becomes of the block '{block.Name}' when it fails: 'fallback: drop' or 'skip' for it or under 'failure' in template.yaml, or write fallback/{block.Name}.html.",
                block.At);
        }

        return said ?? BlockFallback.Drop;
    }
}
