using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Which of our attributes a column feeds: itself, as a formatted value, over the lookup that it is, or as part of what Dataverse puts together.</summary>
internal sealed class DataverseColumnUse(ConnectionSettings settings, DataverseSettings own)
{
    private static readonly string[] PartsOfName = ["firstname", "middlename", "lastname", "salutation", "suffix"];

    private readonly IReadOnlyList<(string Attribute, DataverseField Field)> mapped =
    [
        .. settings.Attributes.Select(pair => (pair.Key, Field: DataverseField.Parse(pair.Value.Property)))
            .Where(pair => pair.Field is not null).Select(pair => (pair.Key, pair.Field!.Value)),
    ];

    /// <summary>The attributes that change with these columns; always those whose columns are calculated.</summary>
    public IReadOnlyList<string> AttributesOf(IReadOnlyCollection<string> columns)
    {
        var names = columns.Concat(own.Calculated).SelectMany(With).Distinct().ToList();
        var attributes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            attributes.UnionWith(mapped.Where(pair => Feeds(name, pair.Field)).Select(pair => pair.Attribute));
            attributes.UnionWith(((string[])[name, $"_{name}_value"]).Where(property => !settings.Attributes.ContainsKey(property)));
            if (name == DataverseCondition.Email)
            {
                attributes.Add(Identifier.EmailKind); // what every kind of CRM calls it where it says that an address moved
            }
        }

        return [.. attributes];
    }

    /// <summary>The kinds of identifiers that a column is the value of.</summary>
    public IEnumerable<string> KindsNamedBy(string column)
    {
        var lookups = settings.Lookups.Where(lookup => lookup.Value == column || lookup.Value == $"_{column}_value").Select(lookup => lookup.Key);
        return column == DataverseCondition.Email ? lookups.Prepend(Identifier.EmailKind) : lookups;
    }

    // A navigation is called as its lookup, or, where it can lead to several tables, as the lookup and the table.
    private static bool Feeds(string column, DataverseField field) => field.Navigation is { } navigation
        ? navigation.Equals(column, StringComparison.OrdinalIgnoreCase) || navigation.StartsWith(column + "_", StringComparison.OrdinalIgnoreCase)
        : field.Column == column || field.Column == $"_{column}_value";

    private static IEnumerable<string> With(string column)
    {
        yield return column;
        if (PartsOfName.Contains(column))
        {
            yield return "fullname";
        }
        else if (column.StartsWith("address", StringComparison.Ordinal) && column.IndexOf('_', StringComparison.Ordinal) is > 0 and var end)
        {
            yield return column[..end] + "_composite";
        }
        else
        {
            yield return column + "_base"; // money in the organisation's own currency; of what is no money there is none
        }
    }
}
