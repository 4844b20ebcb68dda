using Renderer.Templates.Escaping;
using Renderer.Templates.Formatting;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads <c>template.yaml</c>.</summary>
internal static class TemplateYaml
{
    public const string Name = "template.yaml";

    /// <summary>What the file says; the parts that are files of their own are added by <see cref="TemplateFiles"/>.</summary>
    /// <param name="name">The template's name.</param>
    /// <param name="map">The file.</param>
    /// <param name="source">Where it is read from.</param>
    /// <param name="content">The content of a file that a block names; null when there is none, which is then a finding.</param>
    /// <param name="scene">The source of a scene that a slot names, likewise.</param>
    public static MailDefinition Read(
        string name, YamlMap? map, YamlSource source, Func<Section, string, SourceText?> content, Func<Section, string, SourceText?> scene)
    {
        var root = new Section(map, "", source);
        var limits = root.Below("limits");
        var failure = root.Below("failure");
        var images = new ImagesYaml(root, scene).Read();
        var usual = new MailLimits();
        var definition = new MailDefinition
        {
            Name = name,
            Language = root.Text("language", t => t is "scriban" or "liquid", "value_invalid", "scriban or liquid") ?? "scriban",
            LanguageAt = root.At("language"),
            Subject = Source(root, "subject"),
            Preheader = Source(root, "preheader"),
            Locale = root.Text("locale", Locales.IsKnown, "locale_unknown", "a locale like en-US or de"),
            TimeZone = root.Text("time_zone", TimeZones.IsKnown, "time_zone_unknown", "a time zone like Europe/Berlin"),
            Currency = root.Text("currency", Currencies.IsCode, "currency_unknown", "a currency code like EUR"),
            Esp = root.Text("esp", t => Esp.Find(t) is not null, "esp_unknown", $"one of {string.Join(", ", Esp.Names)}"),
            Raw = Names(root, "raw", "names like profile.bio_html"),
            RichText = Names(root, "rich_text", "attributes, like bio_html"),
            Defaults = FailureYaml.Values(root, "defaults"),
            Failure = FailureYaml.Read(failure),
            Decision = DecisionYaml.Read(root) ?? default,
            Blocks = BlocksYaml.Read(root, content),
            AmpData = AmpDataYaml.Read(root, content),
            Images = images.Images,
            Slots = images.Slots,
            Links = LinksYaml.Read(root),
            ListUnsubscribe = root.Bool("list_unsubscribe") ?? false,
            Limits = new MailLimits
            {
                Loop = limits.Int("loop", 1, 100_000) ?? usual.Loop,
                OutputKb = limits.Int("output_kb", 1, 4096) ?? usual.OutputKb,
                Ms = limits.Int("ms", 10, 10_000) ?? usual.Ms,
            },
        };
        limits.Done();
        failure.Done();
        root.Done();
        return definition;
    }

    private static SourceText? Source(Section root, string key) =>
        root.Node(key) is { } node ? SourceText.In(node, root.Source.Path, key) : null;

    private static List<string> Names(Section root, string key, string what)
    {
        var names = new List<string>();
        foreach (var item in root.List(key))
        {
            if (item is YamlText { Value.Length: > 0 } text)
            {
                names.Add(text.Value);
            }
            else
            {
                root.Source.Findings.Error("value_invalid", $"The items of '{key}' are {what}.", root.Source.At(item));
            }
        }

        return names;
    }
}
