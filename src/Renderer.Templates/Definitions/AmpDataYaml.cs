using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads the <c>amp_data</c> of template.yaml: JSON that is rendered when an AMP list or form asks for it.</summary>
internal static class AmpDataYaml
{
    public static IReadOnlyList<BlockDefinition> Read(Section root, Func<Section, string, SourceText?> content)
    {
        var all = new List<BlockDefinition>();
        foreach (var entry in root.Entries("amp_data"))
        {
            var name = entry.Key.Value;
            if (root.SectionOf("amp_data", entry) is not { } section)
            {
                continue;
            }

            if (!Names.IsPlain(name))
            {
                root.Source.Findings.Error("name_invalid", "A name of AMP data is 1 to 64 letters, digits, '-', '_' and '.'.", root.Source.At(entry.Key));
                continue;
            }

            var variants = section.List("variants")
                .Select(item => section.SectionOf("variants", item) is { } below ? Variant(below, content) : null)
                .OfType<VariantDefinition>()
                .ToList();
            var file = section.Text("file") ?? name + ".json";
            var rest = new VariantDefinition(BlocksYaml.DefaultName, null, null, content(section, file));
            var prefix = section.Text("xssi_prefix", IsPrefix, "value_invalid", "1 to 20 printable ASCII characters that begin no JSON, as \")]}'\"");
            var (failure, decision) = (FailureYaml.Read(section, isSlot: true), DecisionYaml.Read(section));
            section.Done();
            BlocksYaml.Unique(variants, rest, section);
            all.Add(new BlockDefinition(name, variants, rest, failure, root.Source.At(entry.Key)) { Decision = decision, Prefix = prefix });
        }

        return all;
    }

    private static bool IsPrefix(string text) => text.Length is >= 1 and <= 20 && text[0] is not ('{' or '[' or '"') && text.All(c => c is > ' ' and <= '~');

    // Whether it needs a rule is known when it is compiled: one of a block's variants has the block's.
    private static VariantDefinition Variant(Section section, Func<Section, string, SourceText?> content)
    {
        var segment = section.Text("segment");
        var rule = section.Node("rule") is { } node ? SourceText.In(node, section.Source.Path, null) : null;
        var name = section.Text("name") ?? segment;
        if (name is null || !Names.IsPlain(name))
        {
            section.Source.Findings.Error("key_missing", "A variant needs a 'name': letters, digits, '-', '_' and '.'.", section.Start);
        }

        var shown = section.Text("file") is { } file ? content(section, file) : null;
        if (section.Find("file") is null)
        {
            section.Source.Findings.Error("content_missing", "A variant of AMP data needs a 'file', like products-vip.json.", section.Start);
        }

        var at = section.At("segment");
        section.Done();
        return new VariantDefinition(name ?? "", segment, rule, shown, at);
    }
}
