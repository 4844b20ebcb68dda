using System.Globalization;
using Renderer.Templates.Checks;

namespace Renderer.Templates.Yaml;

/// <summary>A mapping of a known shape: what is asked for is known, everything else is an error that names the nearest known key.</summary>
internal sealed class Section(YamlMap? map, string shape, YamlSource source)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public bool IsEmpty => map is null || map.Entries.Count == 0;

    public Place Start => source.At(map);

    public YamlSource Source => source;

    /// <summary>The value under a key, whatever it is; null when it is absent or empty.</summary>
    public YamlNode? Find(string key)
    {
        known.Add(key);
        source.Keys?.Add(shape.Length == 0 ? key : $"{shape}.{key}");
        var node = map?.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value;
        return node is YamlText { IsNull: true } ? null : node;
    }

    public YamlText? Node(string key) => Expect<YamlText>(key, "a single value");

    /// <summary>A text, placeholders replaced.</summary>
    public string? Text(string key) => Node(key) is { } node ? source.Expand(node) : null;

    /// <summary>A text that passes a test; otherwise a finding that says what it must be.</summary>
    public string? Text(string key, Func<string, bool> isGood, string code, string mustBe)
    {
        var text = Text(key);
        if (text is null || isGood(text))
        {
            return text;
        }

        source.Findings.Error(code, $"'{key}' must be {mustBe}.", source.At(Find(key)));
        return null;
    }

    public bool? Bool(string key) => Text(key, t => t is "true" or "false", "value_invalid", "true or false") is { } text ? text == "true" : null;

    public int? Int(string key, int min, int max) => (int?)Long(key, min, max);

    public long? Long(string key, long min, long max)
    {
        var text = Text(
            key,
            t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max,
            "value_invalid",
            string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));
        return text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);
    }

    public TimeSpan? Duration(string key, string min, string max)
    {
        var (least, most) = (Durations.Parse(min), Durations.Parse(max));
        var text = Text(key, t => Durations.TryParse(t, out var d) && d >= least && d <= most, "value_invalid", $"a time from {min} to {max}, like 500ms, 5s, 5m, 1h or 7d");
        return text is null ? null : Durations.Parse(text);
    }

    /// <summary>A section below, never null: an absent one is empty.</summary>
    public Section Below(string key) => new(Expect<YamlMap>(key, "a mapping"), shape.Length == 0 ? key : $"{shape}.{key}", source);

    /// <summary>An entry of this mapping, whose keys are the author's own names, as a section; a finding when it is none.</summary>
    public Section? Under(YamlEntry entry)
    {
        if (entry.Value is YamlMap below)
        {
            return new Section(below, $"{shape}.*", source);
        }

        source.Findings.Error("value_invalid", $"'{Files.Names.Printable(entry.Key.Value)}' must be a single value or a mapping.", source.At(entry.Value));
        return null;
    }

    /// <summary>The entries of a mapping whose keys are the author's own names.</summary>
    public IReadOnlyList<YamlEntry> Entries(string key) => Expect<YamlMap>(key, "a mapping")?.Entries ?? [];

    /// <summary>An entry of <see cref="Entries"/> as a section of its own; a finding when it is none.</summary>
    public Section? SectionOf(string key, YamlEntry entry)
    {
        if (entry.Value is YamlMap below)
        {
            return new Section(below, $"{(shape.Length == 0 ? key : $"{shape}.{key}")}.*", source);
        }

        source.Findings.Error("value_invalid", $"'{entry.Key.Value}' must be a mapping.", source.At(entry.Value));
        return null;
    }

    public IReadOnlyList<YamlNode> List(string key) => Expect<YamlList>(key, "a list: lines that begin with '- '")?.Items ?? [];

    /// <summary>An item of <see cref="List"/> as a section of its own.</summary>
    public Section? SectionOf(string key, YamlNode item)
    {
        if (item is YamlMap below)
        {
            return new Section(below, $"{(shape.Length == 0 ? key : $"{shape}.{key}")}.*", source);
        }

        source.Findings.Error("value_invalid", $"An item of '{key}' must be a mapping.", source.At(item));
        return null;
    }

    /// <summary>Where a key's value stands; the section's start when it is absent.</summary>
    public Place At(string key) => source.At(map?.Entries.FirstOrDefault(e => e.Key.Value == key)?.Value ?? map);

    /// <summary>Says which keys nobody asked for.</summary>
    public void Done()
    {
        foreach (var entry in map?.Entries ?? [])
        {
            if (!known.Contains(entry.Key.Value))
            {
                source.Findings.Error(
                    "unknown_key",
                    $"There is no key '{Files.Names.Printable(entry.Key.Value)}' here{Nearest.Hint(entry.Key.Value, known)}; known: {string.Join(", ", known)}.",
                    source.At(entry.Key));
            }
        }
    }

    private T? Expect<T>(string key, string what)
        where T : YamlNode
    {
        var node = Find(key);
        if (node is null or T)
        {
            return (T?)node;
        }

        source.Findings.Error("value_invalid", $"'{key}' must be {what}.", source.At(node));
        return null;
    }
}
