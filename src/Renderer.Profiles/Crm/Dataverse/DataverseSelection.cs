namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>What of a row comes along.</summary>
/// <param name="Columns">Its own columns, the id first.</param>
/// <param name="Expanded">Columns of the records that lookups lead to, by navigation property.</param>
/// <param name="IsAnnotated">Formatted values are wanted too.</param>
internal sealed record DataverseSelection(
    IReadOnlyList<string> Columns, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Expanded, bool IsAnnotated)
{
    public const string Id = "contactid";

    /// <summary>As OData options, encoded.</summary>
    public string Query
    {
        get
        {
            var select = $"$select={string.Join(',', Columns)}";
            return Expanded.Count == 0
                ? select
                : $"{select}&$expand={string.Join(',', Expanded.Select(pair => $"{pair.Key}($select={string.Join(',', pair.Value)})"))}";
        }
    }

    /// <summary>As the Prefer header; null where nothing is preferred.</summary>
    public string? Prefer => IsAnnotated ? $"odata.include-annotations=\"{DataverseField.Annotation}\"" : null;

    /// <summary>What these properties need, without what Dataverse is known not to have.</summary>
    public static DataverseSelection Of(IEnumerable<string> properties, DataverseUnknown unknown)
    {
        var known = properties.Select(DataverseField.Parse).OfType<DataverseField>().Where(field => !unknown.Has(field)).ToList();
        return new DataverseSelection(
            [.. known.Where(field => field.Navigation is null).Select(field => field.Column).Prepend(Id).Distinct()],
            [
                .. known.Where(field => field.Navigation is not null)
                    .GroupBy(field => field.Navigation!, field => field.Column)
                    .Select(group => KeyValuePair.Create<string, IReadOnlyList<string>>(group.Key, [.. group.Distinct()])),
            ],
            known.Exists(field => field.IsFormatted));
    }

    /// <summary>Whether it asks for a column or navigation of this name.</summary>
    public bool Names(string name) => Columns.Contains(name) || Expanded.Any(pair => pair.Key == name || pair.Value.Contains(name));
}
