using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads the <c>amp</c> of workspace.yaml.</summary>
internal static class AmpYaml
{
    public static AmpSettings Read(Section section)
    {
        var senders = new List<string>();
        foreach (var item in section.List("senders"))
        {
            if (item is YamlText text && AmpSettings.IsSender(text.Value))
            {
                senders.Add(text.Value);
            }
            else
            {
                section.Source.Findings.Error("value_invalid", "A sender is an address, like news@brand.example, or *@brand.example for all of a domain.", section.Source.At(item));
            }
        }

        section.Done();
        return new AmpSettings(senders);
    }
}
