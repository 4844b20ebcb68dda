using System.Globalization;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates.Files;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads one attribute of the data dictionary.</summary>
internal static class AttributeYaml
{
    private static readonly Dictionary<string, AttributeType> Types =
        Enum.GetValues<AttributeType>().ToDictionary(type => type.Label(), StringComparer.Ordinal);

    private static readonly Dictionary<string, Sensitivity> Sensitivities =
        Enum.GetValues<Sensitivity>().ToDictionary(sensitivity => sensitivity.Label(), StringComparer.Ordinal);

    /// <summary>The short form, or its type alone: what stands in <c>workspace.yaml</c>.</summary>
    public static AttributeMapping? Short(YamlEntry entry, Section section)
    {
        if (entry.Value is YamlText text && section.Source.Expand(text) is { Length: > 0 } property)
        {
            return new AttributeMapping(property);
        }

        if (section.SectionOf("attributes", entry) is not { } below)
        {
            return null;
        }

        var mapping = new AttributeMapping(below.Text("property") ?? entry.Key.Value, Type(below));
        below.Done();
        return mapping;
    }

    /// <summary>All that can be said of an attribute: what stands in <c>attributes.yaml</c>.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="section">What is said of it.</param>
    /// <param name="today">For a default that a window of dates must hold.</param>
    public static AttributeMapping Whole(string name, Section section, DateOnly today)
    {
        var sensitivity = section.Text("sensitivity", Sensitivities.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Sensitivities.Keys)}");
        var mapping = new AttributeMapping(section.Text("property") ?? name, Type(section))
        {
            Unit = section.Text("unit"),
            Rules = new AttributeRules
            {
                Required = section.Bool("required") ?? false,
                Min = Number(section, "min"),
                Max = Number(section, "max"),
                Pattern = Pattern(section),
                Values = Texts(section, "values"),
                From = Bound(section, "from"),
                To = Bound(section, "to"),
            },
            Default = Default(section),
            Sensitivity = sensitivity is null ? Sensitivity.Personal : Sensitivities[sensitivity],
            Source = section.Text("source"),
            Owner = section.Text("owner"),
            FreshFor = section.Duration("fresh_for", "1s", "365d"),
            Templates = Texts(section, "templates"),
        };
        var hasGoodDefault = AttributeChecks.Check(name, mapping, section, today);
        section.Done();
        return hasGoodDefault ? mapping : mapping with { Default = null };
    }

    /// <summary>Whether a text is one of our words for what an attribute is.</summary>
    internal static bool IsType(string text) => Types.ContainsKey(text);

    private static AttributeType? Type(Section section) =>
        section.Text("type", Types.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Types.Keys)}") is { } type ? Types[type] : null;

    private static decimal? Number(Section section, string key) =>
        section.Text(key, IsNumber, "value_invalid", "a number") is { } text
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static ValuePattern? Pattern(Section section)
    {
        if (section.Text("pattern") is not { } text)
        {
            return null;
        }

        if (!ValuePattern.TryParse(text, out var pattern, out var fault))
        {
            section.Source.Findings.Error(
                "pattern_invalid", $"'{Names.Printable(text)}' is no pattern that can be used: {Names.Printable(fault!)} Look-around and back references are not supported.", section.At("pattern"));
        }

        return pattern;
    }

    private static DateBound? Bound(Section section, string key) =>
        section.Text(key, text => DateBound.TryParse(text, out _), "value_invalid", "a day like 1900-01-01, today, today+30d or today-120y") is { } text
            && DateBound.TryParse(text, out var bound) ? bound : null;

    private static TextList Texts(Section section, string key) =>
        section.List(key) is { Count: > 0 } items ? new(items.OfType<YamlText>().Select(item => section.Source.Expand(item) ?? "")) : TextList.Empty;

    private static string? Default(Section section) => section.Find("default") switch
    {
        YamlText text => Scalars.Read(text).GetRawText(),
        YamlList list => $"[{string.Join(',', list.Items.OfType<YamlText>().Select(item => Scalars.Read(item).GetRawText()))}]",
        YamlMap map => $"{{{string.Join(',', map.Entries.Where(e => e.Value is YamlText).Select(e => $"{JsonSerializer.Serialize(e.Key.Value)}:{Scalars.Read((YamlText)e.Value).GetRawText()}"))}}}",
        _ => null,
    };
}
