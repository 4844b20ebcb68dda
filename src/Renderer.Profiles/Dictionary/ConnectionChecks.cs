using Renderer.Model;

namespace Renderer.Profiles.Dictionary;

/// <summary>What the dictionary says of several attributes and connections together, without asking any CRM.</summary>
internal static class ConnectionChecks
{
    public static void Check(WorkspaceSettings workspace, Report report)
    {
        foreach (var connection in workspace.Connections)
        {
            Alone(connection, report);
        }

        foreach (var (further, at) in workspace.Connections.Skip(1).Where(connection => connection.Attributes.Count > 0).Select((connection, at) => (connection, at + 1)))
        {
            if (!workspace.Dictionary.Joins.ContainsKey(further.Name))
            {
                report.Error("join_missing", further.Name, "", $"nothing says how it finds a person, so its attributes are never read; write 'join: {{{further.Name}: {{email: email}}}}' in attributes.yaml.");
            }

            foreach (var (name, mapping) in further.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (workspace.Connections.Take(at).FirstOrDefault(before => before.Attributes.ContainsKey(name)) is { } other)
                {
                    Together(workspace, further.Name, name, mapping, other, report);
                }
            }
        }
    }

    private static void Alone(ConnectionSettings connection, Report report)
    {
        foreach (var same in connection.Attributes.GroupBy(pair => pair.Value.Property, pair => pair.Key, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            string[] names = [.. same.Order(StringComparer.Ordinal)];
            report.Warning("property_twice", connection.Name, names[^1], $"'{same.Key}' feeds {string.Join(" and ", names)}; one of them is a mistake, or one name too many.");
        }

        foreach (var (name, mapping) in connection.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (mapping.FreshFor > connection.StaleFor)
            {
                report.Warning("fresh_beyond_stale", connection.Name, name, "'fresh_for' is longer than the connection's 'stale_for', after which nothing is kept; make it shorter, or the other longer.");
            }

            if (mapping is { Sensitivity: Sensitivity.Special, Owner: null })
            {
                report.Warning("owner_missing", connection.Name, name, "it is of a special category, and nobody answers for it; write 'owner'.");
            }
        }
    }

    private static void Together(
        WorkspaceSettings workspace, string connection, string name, AttributeMapping mapping, ConnectionSettings other, Report report)
    {
        var before = other.Attributes[name];
        if (mapping.Type != before.Type)
        {
            report.Error("type_conflict", connection, name, $"it is {mapping.Type?.Label() ?? "of no type"} here and {before.Type?.Label() ?? "of no type"} in '{other.Name}'; a template sees either. Give both one type.");
        }

        if (mapping.Unit != before.Unit)
        {
            report.Error("unit_conflict", connection, name, $"it counts {mapping.Unit ?? "nothing said"} here and {before.Unit ?? "nothing said"} in '{other.Name}'; a template sees either. Give both one unit, or two names.");
        }

        if (mapping.Sensitivity != before.Sensitivity)
        {
            report.Error("sensitivity_conflict", connection, name, $"it is {mapping.Sensitivity.Label()} here and {before.Sensitivity.Label()} in '{other.Name}'; give both the more careful one.");
        }

        if (!workspace.Dictionary.Merge.ContainsKey(name))
        {
            report.Info("merge_unsaid", connection, name, $"'{other.Name}' knows it too and wins; write 'merge: {{{name}: [{connection}, {other.Name}]}}' for the other order.");
        }
    }
}
