using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Dictionary;

/// <summary>The attributes of a connection held against what its CRM says of them.</summary>
internal static class DescriptionChecks
{
    public static void Check(Inspected one, Report report)
    {
        foreach (var (name, mapping) in one.Settings.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (one.Find(mapping.Property) is { } described)
            {
                TypeFit.Check(one.Name, name, mapping, described, report);
                Options(one.Name, name, mapping, described, report);
            }
            else
            {
                Missing(one, name, mapping.Property, report);
            }

            if (name != mapping.Property && one.Find(name) is not null && one.Settings.Attributes.Values.All(other => other.Property != name))
            {
                report.Info("name_hides", one.Name, name, $"the CRM has a property of this name too, which '{mapping.Property}' hides; call one of them differently if a template needs it.");
            }
        }

        foreach (var (lookup, property) in one.Settings.Lookups.Where(pair => one.Find(pair.Value) is null))
        {
            report.Error("lookup_missing", one.Name, "", $"the lookup '{lookup}' is the property '{property}', which the CRM does not have{Hint(property, one)}.");
        }
    }

    private static void Missing(Inspected one, string name, string property, Report report)
    {
        var near = NearProperty.Find(property, one.Description);
        if (near is null)
        {
            report.Error("property_missing", one.Name, name, $"the CRM has no property '{property}'; correct 'property', or remove the attribute.");
        }
        else if (string.Equals(near, property, StringComparison.OrdinalIgnoreCase))
        {
            report.Error("property_case", one.Name, name, $"the CRM writes '{near}', not '{property}'; write 'property: {near}'.");
        }
        else
        {
            report.Error("property_renamed", one.Name, name, $"the CRM has no property '{property}' (any more?), but '{near}'; write 'property: {near}' if that is it.");
        }
    }

    private static void Options(string connection, string name, AttributeMapping mapping, CrmAttribute described, Report report)
    {
        var (values, options) = (mapping.Rules.Values, described.Options);
        if (options.Count == 0 || mapping.Type == AttributeType.Boolean)
        {
            return;
        }

        if (values.Count == 0)
        {
            report.Info("values_unsaid", connection, name, $"the CRM has a list of {options.Count} values for it; write them under 'values' to hear of others.");
            return;
        }

        var cased = values.Where(value => !options.Contains(value) && options.Contains(value, StringComparer.OrdinalIgnoreCase)).ToList();
        foreach (var value in cased)
        {
            report.Error("values_case", connection, name, $"the CRM writes '{options.First(option => string.Equals(option, value, StringComparison.OrdinalIgnoreCase))}', 'values' has '{value}'; write it as the CRM does.");
        }

        foreach (var value in values.Except(options).Except(cased))
        {
            report.Warning("values_missing", connection, name, $"'{value}' stands under 'values', but nobody at the CRM can have it; remove it, or add it there.");
        }

        var extra = options.Except(values, StringComparer.OrdinalIgnoreCase).ToList();
        if (extra.Count > 0)
        {
            report.Error("values_extra", connection, name, $"people at the CRM can have {Few(extra)}, which 'values' forbids; add what is meant to be.");
        }
    }

    private static string Few(List<string> values) =>
        string.Join(", ", values.Take(5).Select(value => $"'{value}'")) + (values.Count > 5 ? $" and {values.Count - 5} more" : "");

    private static string Hint(string property, Inspected one) => NearProperty.Find(property, one.Description) is { } near ? $" (did you mean '{near}'?)" : "";
}
