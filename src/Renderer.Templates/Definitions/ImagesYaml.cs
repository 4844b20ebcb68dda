using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads <c>images</c> of template.yaml: plain ones have a <c>src</c>, slots a <c>scene</c>.</summary>
/// <param name="root">The file.</param>
/// <param name="scene">The source of a scene that a section names; null when there is none, which is then a finding.</param>
internal sealed class ImagesYaml(Section root, Func<Section, string, SourceText?> scene)
{
    private readonly Dictionary<string, ImageDefinition> images = new(StringComparer.Ordinal);
    private readonly List<SlotDefinition> slots = [];

    public IReadOnlyDictionary<string, ImageDefinition> Images => images;

    public IReadOnlyList<SlotDefinition> Slots => slots;

    public ImagesYaml Read()
    {
        foreach (var entry in root.Entries("images"))
        {
            if (root.SectionOf("images", entry) is not { } section)
            {
                continue;
            }

            if (section.Find("scene") is null)
            {
                images[entry.Key.Value] = Image(entry, section);
            }
            else if (Names.IsPlain(entry.Key.Value))
            {
                slots.Add(new SlotsYaml(entry, section, scene).Read());
            }
            else
            {
                root.Source.Findings.Error("name_invalid", "A slot's name is 1 to 64 letters, digits, '-', '_' and '.'.", root.Source.At(entry.Key));
            }
        }

        return this;
    }

    private ImageDefinition Image(YamlEntry entry, Section section)
    {
        var address = section.Text(
            "src", t => Uri.TryCreate(t, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "cid", "url_invalid", "an address like https://cdn.example.com/hero.png");
        var alt = section.Text("alt");
        var image = new ImageDefinition(address ?? "", alt ?? "", section.Int("width", 1, 4000), section.Int("height", 1, 8000));
        section.Done();
        if (address is null && section.Find("src") is null)
        {
            root.Source.Findings.Error(
                "key_missing", $"The image '{entry.Key.Value}' needs a 'src', or a 'scene' that is drawn when it is opened.", root.Source.At(entry.Key));
        }

        if (alt is null)
        {
            root.Source.Findings.Warning("image_alt_missing", $"The image '{entry.Key.Value}' has no 'alt'; say what it shows, or \"\" for decoration.", root.Source.At(entry.Key));
        }

        return image;
    }
}
