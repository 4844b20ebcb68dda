using Renderer.Model;
using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads one slot of template.yaml.</summary>
/// <param name="entry">Under <c>images</c>.</param>
/// <param name="section">Its section.</param>
/// <param name="scene">The source of a scene that a section names; null when there is none, which is then a finding.</param>
internal sealed class SlotsYaml(YamlEntry entry, Section section, Func<Section, string, SourceText?> scene)
{
    private static readonly Dictionary<string, PictureFormat> Formats = new(StringComparer.Ordinal)
    {
        ["png"] = PictureFormat.Png, ["jpeg"] = PictureFormat.Jpeg, ["gif"] = PictureFormat.Gif,
    };

    private readonly string name = entry.Key.Value;

    public SlotDefinition Read()
    {
        if (section.Node("src") is not null)
        {
            section.Source.Findings.Error(
                "image_both", $"The image '{name}' has a 'src' and a 'scene'; keep the one that is meant: what is always the same has a 'src'.", section.At("src"));
        }

        var usual = new SlotVariant(SlotDefinition.DefaultName, null, null, Scene(section), Own(section, "alt"), Own(section, "link"));
        var variants = section.List("variants")
            .Select(item => section.SectionOf("variants", item) is { } below ? Variant(below, usual) : null)
            .OfType<SlotVariant>()
            .ToList();
        var slot = new SlotDefinition(name, variants, usual, FailureYaml.Read(section, isSlot: true), section.Source.At(entry.Key))
        {
            Decision = DecisionYaml.Read(section),
            IsPinned = section.Text("after_send", t => t is "follow" or "pinned", "value_invalid", "follow or pinned") == "pinned",
            Format = section.Text("format", Formats.ContainsKey, "value_invalid", string.Join(", ", Formats.Keys)) is { } format ? Formats[format] : PictureFormat.Png,
            Width = section.Int("width", 1, 4000),
            Height = section.Int("height", 1, 8000),
            Scale = section.Int("scale", 1, 2) ?? 2,
            HasDark = section.Bool("dark") ?? false,
            Holds = section.Duration("holds", "1s", "365d"),
            End = section.Duration("end", "1m", "3650d"),
        };
        section.Done();
        Look(slot);
        return slot;
    }

    private void Look(SlotDefinition slot)
    {
        if (slot.Default.Alt is null)
        {
            section.Source.Findings.Warning("image_alt_missing", $"The image '{name}' has no 'alt'; say what it shows, or \"\" for decoration.", section.Source.At(entry.Key));
        }

        foreach (var twice in slot.Variants.Append(slot.Default).GroupBy(v => v.Name, StringComparer.Ordinal).Where(g => g.Count() > 1 && g.Key.Length > 0))
        {
            section.Source.Findings.Error("variant_twice", $"Two variants are named '{twice.Key}'; decisions could not tell them apart.", section.Start);
        }
    }

    private SlotVariant Variant(Section below, SlotVariant usual)
    {
        var segment = below.Text("segment");
        var rule = below.Node("rule") is { } node ? SourceText.In(node, below.Source.Path, name) : null;
        if ((segment is null) == (rule is null))
        {
            below.Source.Findings.Error("variant_invalid", "A variant has either a 'segment' or a 'rule'.", below.Start);
        }

        var called = below.Text("name") ?? segment;
        if (called is null || !Names.IsPlain(called))
        {
            below.Source.Findings.Error("key_missing", "A variant needs a 'name': letters, digits, '-', '_' and '.'.", below.Start);
        }

        var variant = new SlotVariant(
            called ?? "",
            segment,
            rule,
            below.Find("scene") is null ? usual.Scene : Scene(below),
            Own(below, "alt") ?? usual.Alt,
            Own(below, "link") ?? usual.Link,
            below.At("segment"));
        below.Done();
        return variant;
    }

    private SourceText? Scene(Section at) => at.Text("scene") is { } file ? scene(at, file) : null;

    private SourceText? Own(Section at, string key) => at.Node(key) is { } node ? SourceText.In(node, at.Source.Path, name) : null;
}
