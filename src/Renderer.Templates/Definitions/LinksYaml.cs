using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads <c>links</c> of template.yaml.</summary>
internal static class LinksYaml
{
    public static LinksDefinition Read(Section root)
    {
        var section = root.Below("links");
        var parameters = new List<string>();
        foreach (var entry in section.Entries("parameters"))
        {
            if (entry.Value is YamlText { Value.Length: > 0 } value && entry.Key.Value.Length > 0)
            {
                parameters.Add($"{Uri.EscapeDataString(entry.Key.Value)}={Uri.EscapeDataString(value.Value)}");
            }
            else
            {
                section.Source.Findings.Error("value_invalid", $"The parameter '{Files.Names.Printable(entry.Key.Value)}' needs a value, like utm_source: newsletter.", section.Source.At(entry.Value));
            }
        }

        var links = new LinksDefinition(section.Bool("track") ?? false, string.Join('&', parameters), section.Duration("end", "1h", "3650d"));
        section.Done();
        return links;
    }
}
