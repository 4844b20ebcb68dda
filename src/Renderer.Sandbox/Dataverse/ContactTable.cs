using Renderer.Sandbox.Faults;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>Reads the contact table: a row by its GUID or its alternate key, rows by a condition, page by page.</summary>
internal sealed class ContactTable(PeopleStore people, Columns columns, FilterParser filters, ContactRow rows, RecordIds ids)
{
    public const string ContentType = "application/json; odata.metadata=minimal";

    private const int MostRows = 5000;

    public async Task ReadAsync(HttpContext context)
    {
        var lag = ReadLag.Of(context);
        var error = RowQuery.TryRead(context.Request.Query, columns, filters, lag, out var query);
        var person = error is null ? Find((string)context.Request.RouteValues["key"]!, lag, out error) : null;
        if (person is null)
        {
            await error!.WriteAsync(context);
            return;
        }

        var tag = ContactRow.ETag(person);
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        var annotated = Annotated(context);
        await context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("@odata.context", $"{Base(context)}/$metadata#contacts/$entity");
                rows.Write(writer, person, query, annotated);
                writer.WriteEndObject();
            },
            ContentType);
    }

    public async Task ListAsync(HttpContext context)
    {
        var lag = ReadLag.Of(context);
        if (RowQuery.TryRead(context.Request.Query, columns, filters, lag, out var query) is { } error)
        {
            await error.WriteAsync(context);
            return;
        }

        var size = Math.Min(query.Top ?? MostRows, PageSize(context));
        var found = Rows(query, lag).Take(size + 1).ToList();
        var page = found.Take(size).ToList();
        var annotated = Annotated(context);
        await context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("@odata.context", $"{Base(context)}/$metadata#contacts");
                writer.WriteStartArray("value");
                foreach (var person in page)
                {
                    writer.WriteStartObject();
                    rows.Write(writer, person, query, annotated);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                if (found.Count > page.Count && query.Top is null)
                {
                    writer.WriteString("@odata.nextLink", NextLink(context, page[^1]));
                }

                writer.WriteEndObject();
            },
            ContentType);
    }

    private IEnumerable<Person> Rows(RowQuery query, TimeSpan lag)
    {
        var all = (query.Filter?.Candidates ?? people.After(query.After))
            .Select(id => people.Read(id, lag))
            .OfType<Person>()
            .Where(person => !person.Archived && query.Filter?.Holds(person) != false);
        var modified = columns.Find(Columns.Modified)!;
        return query.NewestFirst ? all.OrderByDescending(person => rows.Text(modified, person), StringComparer.Ordinal) : all;
    }

    // A GUID, or the one alternate key that the table has: new_customernumber='10000001'.
    private Person? Find(string key, TimeSpan lag, out DataverseError? error)
    {
        if (Guid.TryParse(key, out var guid))
        {
            error = DataverseError.Nobody(guid);
            return ids.Find(guid) is { } id && people.Read(id, lag) is { Archived: false } one ? one : null;
        }

        var (name, value) = key.Split('=', 2) is [var left, var right] ? (left, right) : (key, "");
        var isKey = name == Columns.CustomerNumber && value is ['\'', .., '\''];
        error = isKey ? DataverseError.NoKey : DataverseError.NotAKey(name);
        return isKey ? people.Find(columns.Find(name)!.Property!, value[1..^1].Replace("''", "'", StringComparison.Ordinal), lag) : null;
    }

    private static string NextLink(HttpContext context, Person last)
    {
        var options = context.Request.Query.Where(option => option.Key != "$skiptoken").Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value.ToString())}");
        return $"{Base(context)}/contacts?{string.Join('&', options.Append($"$skiptoken={Uri.EscapeDataString(RowQuery.Cookie(last))}"))}";
    }

    private static string Base(HttpContext context) =>
        $"{context.Request.Scheme}://{context.Request.Host}/api/data/v{context.Request.RouteValues["version"]}";

    private static bool Annotated(HttpContext context) =>
        Preference(context, "odata.include-annotations") is { } asked && (asked.Contains('*') || asked.Contains("OData.Community.Display.V1.FormattedValue", StringComparison.Ordinal));

    private static int PageSize(HttpContext context) =>
        int.TryParse(Preference(context, "odata.maxpagesize"), out var size) && size is > 0 and < MostRows ? size : MostRows;

    private static string? Preference(HttpContext context, string name) => context.Request.Headers["Prefer"]
        .SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Select(preference => preference.Split('=', 2))
        .Where(pair => pair is [var key, _] && key == name)
        .Select(pair => pair[1].Trim('"'))
        .FirstOrDefault();
}
