using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads the <c>blocks</c> of template.yaml.</summary>
internal static class BlocksYaml
{
    /// <summary>The variant that is shown when no rule holds, where it is not named.</summary>
    public const string DefaultName = "default";

    public static IReadOnlyList<BlockDefinition> Read(Section root, Func<Section, string, SourceText?> content)
    {
        var blocks = new List<BlockDefinition>();
        foreach (var entry in root.Entries("blocks"))
        {
            var name = entry.Key.Value;
            if (root.SectionOf("blocks", entry) is not { } section)
            {
                continue;
            }

            if (!Names.IsPlain(name))
            {
                root.Source.Findings.Error("name_invalid", "A block's name is 1 to 64 letters, digits, '-', '_' and '.'.", root.Source.At(entry.Key));
                continue;
            }

            var variants = section.List("variants")
                .Select(item => section.SectionOf("variants", item) is { } below ? Variant(name, below, content) : null)
                .OfType<VariantDefinition>()
                .ToList();
            var rest = section.Find("default") is YamlText { Value: "none" }
                ? new VariantDefinition("none", null, null, null)
                : Default(name, section, variants.Count > 0, content);
            var failure = FailureYaml.Read(section);
            var decision = DecisionYaml.Read(section);
            section.Done();
            Unique(variants, rest, section);
            blocks.Add(new BlockDefinition(name, variants, rest, failure, root.Source.At(entry.Key)) { Decision = decision });
        }

        return blocks;
    }

    private static VariantDefinition Variant(string block, Section section, Func<Section, string, SourceText?> content)
    {
        var segment = section.Text("segment");
        var rule = section.Node("rule") is { } node ? SourceText.In(node, section.Source.Path, block) : null;
        if ((segment is null) == (rule is null))
        {
            section.Source.Findings.Error("variant_invalid", "A variant has either a 'segment' or a 'rule'.", section.Start);
        }

        var name = section.Text("name") ?? segment;
        if (name is null || !Names.IsPlain(name))
        {
            section.Source.Findings.Error("key_missing", "A variant needs a 'name': letters, digits, '-', '_' and '.'.", section.Start);
        }

        var shown = Content(block, section, content);
        var at = section.At("segment");
        section.Done();
        return new VariantDefinition(name ?? "", segment, rule, shown, at);
    }

    // A plain block has its content itself; one with variants has it below 'default'.
    private static VariantDefinition Default(string block, Section section, bool hasVariants, Func<Section, string, SourceText?> content)
    {
        if (!hasVariants && section.Find("default") is null)
        {
            // 'products: {fallback: drop}' says no more than how the file products.html falls.
            return new VariantDefinition(
                DefaultName, null, null, section.Find("file") is null && section.Find("html") is null ? content(section, block + ".html") : Content(block, section, content));
        }

        if (section.Find("default") is null)
        {
            section.Source.Findings.Error(
                "default_missing", $"Say what the block '{block}' shows when no variant matches: 'default: {{file: …}}', or 'default: none' for nothing.", section.Start);
            return new VariantDefinition(DefaultName, null, null, null);
        }

        var below = section.Below("default");
        var name = below.Text("name", Names.IsPlain, "name_invalid", "letters, digits, '-', '_' and '.'") ?? DefaultName;
        var shown = below.IsEmpty ? null : Content(block, below, content);
        below.Done();
        return new VariantDefinition(name, null, null, shown);
    }

    private static SourceText? Content(string block, Section section, Func<Section, string, SourceText?> content)
    {
        var (file, html) = (section.Text("file"), section.Node("html"));
        if ((file is null) == (html is null))
        {
            section.Source.Findings.Error("content_missing", $"Give the block '{block}' either a 'file' or 'html' here.", section.Start);
            return null;
        }

        return html is not null ? SourceText.In(html, section.Source.Path, block) : content(section, file!);
    }

    /// <summary>No two variants have one name.</summary>
    public static void Unique(List<VariantDefinition> variants, VariantDefinition rest, Section section)
    {
        foreach (var twice in variants.Append(rest).GroupBy(v => v.Name, StringComparer.Ordinal).Where(g => g.Count() > 1 && g.Key.Length > 0))
        {
            section.Source.Findings.Error("variant_twice", $"Two variants are named '{twice.Key}'; decisions could not tell them apart.", section.Start);
        }
    }
}
