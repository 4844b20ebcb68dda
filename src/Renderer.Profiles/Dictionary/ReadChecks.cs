using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Dictionary;

/// <summary>What templates read held against what is declared.</summary>
internal static class ReadChecks
{
    public static void Check(WorkspaceSettings workspace, IReadOnlyList<Inspected> all, IReadOnlyList<TemplateReads> readers, Report report)
    {
        var used = readers.SelectMany(reader => reader.Reads.Names)
            .Concat(workspace.Dictionary.Joins.Values.Select(join => join.Attribute))
            .Append(workspace.LocaleAttribute).Append(workspace.TimeZoneAttribute).ToHashSet(StringComparer.Ordinal);
        var everything = readers.Any(reader => reader.Reads.All);
        foreach (var one in all)
        {
            foreach (var (name, mapping) in one.Settings.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (!everything && !used.Contains(name) && !one.Settings.Lookups.Values.Contains(mapping.Property))
                {
                    report.Info("attribute_unused", one.Name, name, "no template reads it, so the CRM is not asked for it; remove it, or leave it for templates to come.");
                }

                foreach (var template in mapping.Templates.Where(wanted => readers.All(reader => reader.Template != wanted)))
                {
                    report.Warning("template_unknown", one.Name, name, $"'templates' names '{template}', which is no template here; correct or remove it.");
                }
            }
        }

        Undeclared(all, readers, report);
    }

    private static void Undeclared(IReadOnlyList<Inspected> all, IReadOnlyList<TemplateReads> readers, Report report)
    {
        if (all.Count == 0 || all[0].Description.Count == 0)
        {
            return;
        }

        // A name that nobody declares is the first connection's own.
        var first = all[0];
        var declared = all.SelectMany(one => one.Settings.Attributes.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var name in readers.SelectMany(reader => reader.Reads.Names).Distinct().Where(name => !declared.Contains(name)).Order(StringComparer.Ordinal))
        {
            var who = string.Join(", ", first.ReadersOf(name).Distinct());
            if (first.Find(name) is { } described)
            {
                report.Warning(
                    "read_unmapped", first.Name, "", $"{who} reads '{name}', which no connection declares; it is a property of the CRM ({described.Type?.Label() ?? "of no type"}): declare it in attributes.yaml.");
            }
            else
            {
                var near = NearProperty.Find(name, [.. first.Description, .. declared.Select(each => new CrmAttribute(each, null, null, []))]);
                report.Error("read_unknown", first.Name, "", $"{who} reads '{name}', which neither the dictionary nor the CRM has{(near is null ? "" : $" (did you mean '{near}'?)")}; it is always empty.");
            }
        }
    }
}
