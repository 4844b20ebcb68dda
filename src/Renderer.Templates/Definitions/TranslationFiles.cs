using Renderer.Templates.Checks;
using Renderer.Templates.Files;
using Renderer.Templates.Formatting;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads <c>locales/*.yaml</c>: keys to texts; keys below keys are joined by dots.</summary>
internal static class TranslationFiles
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string template, FileSet files, Findings findings)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var file in files.NamesIn($"{template}/locales"))
        {
            var path = $"{template}/locales/{file}";
            if (!Locales.TryFind(Path.GetFileNameWithoutExtension(file), out var culture))
            {
                findings.Error("locale_unknown", "Name the file after a locale, like de.yaml or pt-BR.yaml.", new Place(path));
                continue;
            }

            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            if (files.Text(path, findings) is { } text && YamlFile.Read(text, path, findings) is { } map)
            {
                Collect(map, "", texts, new YamlSource(path, findings));
            }

            all[culture.Name] = texts;
        }

        return all;
    }

    private static void Collect(YamlMap map, string prefix, Dictionary<string, string> texts, YamlSource source)
    {
        foreach (var entry in map.Entries)
        {
            switch (entry.Value)
            {
                case YamlText text:
                    texts[prefix + entry.Key.Value] = text.Value;
                    break;
                case YamlMap below:
                    Collect(below, $"{prefix}{entry.Key.Value}.", texts, source);
                    break;
                default:
                    source.Findings.Error("value_invalid", $"The translation of '{prefix}{entry.Key.Value}' must be text.", source.At(entry.Value));
                    break;
            }
        }
    }
}
