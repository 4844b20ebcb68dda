using System.Text.Json;
using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>What can be wrong with one attribute of the dictionary before any CRM is asked.</summary>
internal static class AttributeChecks
{
    private static readonly AttributeType[] Numbers = [AttributeType.Number, AttributeType.Integer, AttributeType.Money];
    private static readonly AttributeType?[] Textual = [null, AttributeType.Text, AttributeType.RichText, AttributeType.Email, AttributeType.Url, AttributeType.List];

    /// <summary>Says what is wrong; false when the default keeps no rule, and must not be shown.</summary>
    public static bool Check(string name, AttributeMapping mapping, Section section, DateOnly today)
    {
        var (rules, type, findings) = (mapping.Rules, mapping.Type, section.Source.Findings);
        Unfit("min", rules.Min is not null && !IsNumber(type), "numbers", "'type: number', integer or money");
        Unfit("max", rules.Max is not null && !IsNumber(type), "numbers", "'type: number', integer or money");
        Unfit("from", rules.From is not null && type != AttributeType.Date, "dates", "'type: date'");
        Unfit("to", rules.To is not null && type != AttributeType.Date, "dates", "'type: date'");
        Unfit("pattern", rules.Pattern is not null && !Textual.Contains(type), "texts and lists", "'type: text'");
        Unfit("values", rules.Values.Count > 0 && type is AttributeType.Json or AttributeType.Boolean or AttributeType.Date, "texts, numbers and lists", "'type: text' or list");

        if (rules.Min > rules.Max)
        {
            findings.Error("range_empty", $"No number is from {rules.Min} to {rules.Max}; exchange 'min' and 'max'.", section.At("min"));
        }

        if (rules.From?.On(today) > rules.To?.On(today))
        {
            findings.Error("window_empty", "No day lies between 'from' and 'to'; exchange them.", section.At("from"));
        }

        if (rules.Values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            findings.Warning("values_twice", $"'{twice.Key}' stands twice under 'values'; keep one.", section.At("values"));
        }

        Values(mapping, section, today);
        if (type == AttributeType.Money && mapping.Unit is null)
        {
            findings.Warning("unit_missing", $"'{name}' is money of no currency; write 'unit: EUR', or the one it is.", section.Start);
        }

        if (mapping.Sensitivity == Sensitivity.Public && type == AttributeType.Email)
        {
            findings.Warning("sensitivity_public", $"'{name}' is an e-mail address, which names a person; write 'sensitivity: personal'.", section.At("sensitivity"));
        }

        if (mapping.Templates.Count > 0 && mapping.Sensitivity != Sensitivity.Special)
        {
            findings.Warning("templates_unneeded", $"Every template may read '{name}'; 'templates' is for 'sensitivity: special'. Remove one, or write the other.", section.At("templates"));
        }

        return HasGoodDefault(mapping, section, today);

        void Unfit(string key, bool isUnfit, string what, string write)
        {
            if (isUnfit)
            {
                findings.Error("rule_unfit", $"'{key}' is for {what}, and '{name}' is {type?.Label() ?? "of no type"}; write {write}, or remove '{key}'.", section.At(key));
            }
        }
    }

    private static bool IsNumber(AttributeType? type) => type is { } known && Numbers.Contains(known);

    // Each value that may be must keep the other rules, else it never is.
    private static void Values(AttributeMapping mapping, Section section, DateOnly today)
    {
        var others = mapping.Rules with { Values = TextList.Empty };
        foreach (var value in mapping.Rules.Values)
        {
            var json = IsNumber(mapping.Type) ? value : JsonSerializer.Serialize(value);
            if (Broken(mapping.Type == AttributeType.List ? $"[{json}]" : json, mapping with { Rules = others }, today) is { } rule)
            {
                section.Source.Findings.Error("values_unfit", $"'{value}' under 'values' breaks the rule '{rule.Label()}' of the same attribute; mend one of them.", section.At("values"));
            }
        }
    }

    private static bool HasGoodDefault(AttributeMapping mapping, Section section, DateOnly today)
    {
        if (mapping.Default is { } json && Broken(json, mapping, today) is { } rule)
        {
            section.Source.Findings.Error("default_invalid", $"The default {json} breaks the attribute's own rule '{rule.Label()}'; write one that keeps it.", section.At("default"));
            return false;
        }

        return true;
    }

    private static AttributeRule? Broken(string json, AttributeMapping mapping, DateOnly today)
    {
        try
        {
            using var value = JsonDocument.Parse(json);
            return mapping.Rules.Broken(mapping.Type, value.RootElement, today);
        }
        catch (JsonException)
        {
            return AttributeRule.Type;
        }
    }
}
