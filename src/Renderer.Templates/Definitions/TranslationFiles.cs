using Renderer.Templates.Checks;
using Renderer.Templates.Files;
using Renderer.Templates.Formatting;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Definitions;

/// <summary>Reads <c>locales/*.yaml</c>: keys to texts; keys below keys are joined by dots.</summary>
internal static class TranslationFiles
{
    /// <summary>Locale to key to text: the template's own, and where it has none those of the shared blocks.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(string template, FileSet files, Findings findings)
    {
        var all = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var folder in new[] { FolderReader.Shared, template })
        {
            foreach (var file in files.NamesIn($"{folder}/locales"))
            {
                ReadFile($"{folder}/locales/{file}", files, findings, all);
            }
        }

        return all.ToDictionary(l => l.Key, l => (IReadOnlyDictionary<string, string>)l.Value, StringComparer.Ordinal);
    }

    private static void ReadFile(string path, FileSet files, Findings findings, Dictionary<string, Dictionary<string, string>> all)
    {
        if (Locales.Find(Path.GetFileNameWithoutExtension(path)) is not { } culture)
        {
            findings.Error("locale_unknown", "Name the file after a locale, like de.yaml or pt-BR.yaml.", new Place(path));
            return;
        }

        var texts = all.TryGetValue(culture.Name, out var known) ? known : all[culture.Name] = new Dictionary<string, string>(StringComparer.Ordinal);
        if (files.Text(path, findings) is { } text && YamlFile.Read(text, path, findings) is { } map)
        {
            Collect(map, "", texts, new YamlSource(path, findings));
        }
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
