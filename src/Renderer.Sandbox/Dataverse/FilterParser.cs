using System.Globalization;
using System.Text.RegularExpressions;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>Reads $filter: comparisons with eq, ne, ge and lt, joined by and inside or, with one level of parentheses.</summary>
internal sealed partial class FilterParser(PeopleStore people, Columns columns, RecordIds ids, ContactRow rows)
{
    /// <param name="text">The condition.</param>
    /// <param name="lag">How far behind the writes the index is.</param>
    /// <param name="filter">Whom it lets through.</param>
    public DataverseError? TryRead(string text, TimeSpan lag, out RowFilter? filter)
    {
        filter = null;
        var tokens = Token().Matches(text).Select(match => match.Value).ToList();
        if (tokens.Sum(token => token.Length) != text.Count(sign => sign != ' ') + tokens.Sum(token => token.Count(sign => sign == ' ')))
        {
            return DataverseError.Syntax("a character in $filter is out of place");
        }

        // (any of all of any of ...): an inner list for what stands between parentheses.
        var outer = new List<List<RowFilter>> { new() };
        List<List<RowFilter>>? inner = null;
        var open = true; // a condition has to come
        for (var at = 0; at < tokens.Count; at++)
        {
            var all = (inner ?? outer)[^1];
            switch (tokens[at])
            {
                case "(" when inner is null && open:
                    inner = [[]];
                    break;
                case ")" when inner is not null && !open:
                    outer[^1].Add(Join(inner));
                    inner = null;
                    break;
                case "and" when !open:
                    open = true;
                    break;
                case "or" when !open:
                    open = true;
                    (inner ?? outer).Add([]);
                    break;
                default:
                    var error = open && at + 2 < tokens.Count ? Compare(tokens[at], tokens[at + 1], tokens[at + 2], lag, all) : DataverseError.Syntax($"'{tokens[at]}' is out of place in $filter");
                    if (error is not null)
                    {
                        return error;
                    }

                    open = false;
                    at += 2;
                    break;
            }
        }

        if (inner is not null || open)
        {
            return DataverseError.Syntax("$filter ends too early");
        }

        filter = Join(outer);
        return null;
    }

    private static RowFilter Join(List<List<RowFilter>> any) => RowFilter.Any([.. any.Select(all => all.Aggregate(RowFilter.Both))]);

    private DataverseError? Compare(string name, string sign, string literal, TimeSpan lag, List<RowFilter> all)
    {
        if (columns.Find(name) is not { } column)
        {
            return DataverseError.NoProperty(name);
        }

        var quoted = literal[0] == '\'';
        var isText = column.Type is "String" or "MultiSelect";
        if (quoted != isText && literal != "null")
        {
            return DataverseError.Syntax($"A binary operator with incompatible types was detected at '{name} {sign} {literal}'");
        }

        var value = quoted ? literal[1..^1].Replace("''", "'", StringComparison.Ordinal) : literal;
        Func<Person, bool>? holds = sign switch
        {
            "eq" => person => Same(column, person, value),
            "ne" => person => !Same(column, person, value),
            "ge" => person => Order(column, person, value) >= 0,
            "lt" => person => Order(column, person, value) < 0,
            _ => null,
        };
        if (holds is null)
        {
            return DataverseError.Syntax($"'{sign}' is no operator that the sandbox knows");
        }

        all.Add(new RowFilter(holds, sign == "eq" ? Candidates(column, value, lag) : null));
        return null;
    }

    private bool Same(Column column, Person person, string value)
    {
        var text = rows.Text(column, person);
        return column.Type == "Picklist" ? text is not null && value == Column.NumberOf(column.Options.ToList().IndexOf(text)).ToString(CultureInfo.InvariantCulture)
            : value == "null" ? text is null
            : string.Equals(text, value, StringComparison.OrdinalIgnoreCase); // the database's collation
    }

    private int Order(Column column, Person person, string value)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return rows.Text(column, person) is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var mine)
            && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, Utc, out var theirs) ? mine.CompareTo(theirs) : -1;
    }

    private IReadOnlyList<string>? Candidates(Column column, string value, TimeSpan lag) => column.Name switch
    {
        Columns.Id => Guid.TryParse(value, out var guid) && ids.Find(guid) is { } id ? [id] : [],
        Columns.Email or Columns.CustomerNumber => people.Find(column.Property!, value, lag) is { } person ? [person.Id] : [],
        _ => null,
    };

    [GeneratedRegex("""'(?:[^']|'')*'|[()]|[^\s()']+""", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
