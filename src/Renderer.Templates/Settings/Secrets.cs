using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads secrets: by placeholder only, so that none is ever committed with the templates.</summary>
internal static class Secrets
{
    public static Secret? Read(Section section, string key)
    {
        if (section.Node(key) is not { } node)
        {
            return null;
        }

        if (!Placeholders.IsAlone(node.Value))
        {
            section.Source.Findings.Error(
                "secret_in_plain", $"'{key}' is a secret: write ${{env:NAME}} or ${{file:PATH}} here, and the secret there.", section.Source.At(node));
            return null;
        }

        return section.Text(key) is { Length: > 0 } value ? new Secret(value) : null;
    }
}
