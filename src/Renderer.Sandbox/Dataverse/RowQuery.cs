using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>What a query asks for.</summary>
/// <param name="Columns">Those of $select; all where there is none.</param>
/// <param name="Account">Columns of the account that is expanded; empty where none is.</param>
/// <param name="Filter">Whom $filter lets through.</param>
/// <param name="Top">The most rows; null for all.</param>
/// <param name="NewestFirst">Whether $orderby asks for the last changed first.</param>
/// <param name="After">The id of the last row of the page before.</param>
internal sealed record RowQuery(
    IReadOnlyList<Column> Columns, IReadOnlyList<string> Account, RowFilter? Filter, int? Top, bool NewestFirst, string? After)
{
    /// <summary>The navigation to a contact's account.</summary>
    public const string AccountOf = "parentcustomerid_account";

    private static readonly string[] AccountColumns = ["accountid", "name", "address1_city"];

    /// <summary>Reads a query's options; what is unknown is refused, as Dataverse does.</summary>
    public static DataverseError? TryRead(IQueryCollection options, Columns columns, FilterParser filters, TimeSpan lag, out RowQuery query)
    {
        query = new RowQuery([], [], null, null, false, null);
        foreach (var (name, value) in options)
        {
            var text = value.ToString();
            var error = name switch
            {
                "$select" => ReadSelect(text, columns, ref query),
                "$expand" => ReadExpand(text, ref query),
                "$filter" => ReadFilter(text, filters, lag, ref query),
                "$top" => ReadTop(text, ref query),
                "$orderby" => ReadOrder(text, ref query),
                "$skiptoken" => ReadSkip(text, ref query),
                _ => DataverseError.Option(name),
            };
            if (error is not null)
            {
                return error;
            }
        }

        query = query.Columns.Count == 0 ? query with { Columns = [.. columns.All] } : query;
        return null;
    }

    private static DataverseError? ReadSelect(string text, Columns columns, ref RowQuery query)
    {
        var chosen = new List<Column>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (columns.Find(name) is not { } column)
            {
                return DataverseError.NoProperty(name);
            }

            chosen.Add(column);
        }

        query = query with { Columns = chosen };
        return null;
    }

    // One navigation alone, with its $select: parentcustomerid_account($select=name).
    private static DataverseError? ReadExpand(string text, ref RowQuery query)
    {
        const string Select = "($select=";
        var name = text.Split('(')[0];
        if (name != AccountOf)
        {
            return DataverseError.NoProperty(name);
        }

        var rest = text[name.Length..];
        if (!rest.StartsWith(Select, StringComparison.Ordinal) || !rest.EndsWith(')'))
        {
            return DataverseError.Syntax($"$expand of {name} needs a $select");
        }

        var chosen = rest[Select.Length..^1].Split(',', StringSplitOptions.TrimEntries);
        query = query with { Account = chosen };
        return Array.Find(chosen, column => !AccountColumns.Contains(column)) is { } unknown
            ? DataverseError.NoProperty(unknown, "Microsoft.Dynamics.CRM.account")
            : null;
    }

    private static DataverseError? ReadFilter(string text, FilterParser filters, TimeSpan lag, ref RowQuery query)
    {
        var error = filters.TryRead(text, lag, out var filter);
        query = query with { Filter = filter };
        return error;
    }

    private static DataverseError? ReadTop(string text, ref RowQuery query)
    {
        query = query with { Top = int.TryParse(text, out var top) && top > 0 ? top : null };
        return query.Top is null ? DataverseError.Syntax("$top is a whole number from 1") : null;
    }

    private static DataverseError? ReadOrder(string text, ref RowQuery query)
    {
        query = query with { NewestFirst = text == Dataverse.Columns.Modified + " desc" };
        return query.NewestFirst ? null : DataverseError.Syntax("the sandbox orders by modifiedon desc alone");
    }

    private static DataverseError? ReadSkip(string text, ref RowQuery query)
    {
        const string Start = "<cookie id=\"";
        const string End = "\" />";
        if (!text.StartsWith(Start, StringComparison.Ordinal) || !text.EndsWith(End, StringComparison.Ordinal))
        {
            return new DataverseError(400, "0x80044332", "Malformed paging cookie.");
        }

        query = query with { After = text[Start.Length..^End.Length] };
        return null;
    }

    /// <summary>The $skiptoken of the page after the one that ends with this person.</summary>
    public static string Cookie(Person last) => $"<cookie id=\"{last.Id}\" />";
}
