using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Liquid;

/// <summary>Reads <c>dialect.yaml</c>: the ESP that a template was brought from, and names of its own.</summary>
internal static class DialectYaml
{
    public static Dialect Read(string template, FileSet files, Findings findings)
    {
        var path = $"{template}/{Dialect.FileName}";
        if (files.Text(path, findings) is not { } text)
        {
            return Dialect.Plain;
        }

        var root = new Section(YamlFile.Read(text, path, findings), "", new YamlSource(path, findings));
        var label = root.Text("dialect", t => Dialect.Find(t) is not null, "value_invalid", string.Join(", ", Dialect.Labels));
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in root.Entries("names"))
        {
            if (entry.Value is YamlText { Value: var to } && IsPath(to) && !ScopeNames.Values.Contains(entry.Key.Value))
            {
                names[entry.Key.Value] = to;
            }
            else
            {
                findings.Error("value_invalid", "Write a name of the ESP and what it is here, like 'customer: profile' or 'first_name: profile.first_name'.", root.Source.At(entry.Key));
            }
        }

        root.Done();
        return (Dialect.Find(label ?? Dialect.Plain.Label) ?? Dialect.Plain).With(names);
    }

    private static bool IsPath(string path) => ScopeNames.Values.Contains(path.Split('.')[0]) && path.Split('.').All(Names.IsPlain);
}
