using System.Collections.Concurrent;
using System.Globalization;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Answers queries, 2,000 records a page.</summary>
internal sealed class QueryReader(PeopleStore people, Fields fields)
{
    private const int PageSize = 2000;
    private const int LongestAddress = 16_384;

    /// <summary>Cursors that are remembered; the oldest go first.</summary>
    private const int MostCursors = 1000;

    private readonly ConcurrentDictionary<string, Cursor> cursors = new();
    private readonly ConcurrentQueue<string> ages = new();
    private long last;

    public Task QueryAsync(HttpContext context)
    {
        if (Target.VersionOf(context) is not { } version)
        {
            return SalesforceError.NotFound.WriteAsync(context);
        }

        if (context.Request.Path.Value!.Length + context.Request.QueryString.Value!.Length > LongestAddress)
        {
            return new SalesforceError(414, "URI_TOO_LONG", "URI Too Long").WriteAsync(context);
        }

        SoqlQuery query;
        try
        {
            query = SoqlParser.Parse(context.Request.Query["q"].ToString());
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return SalesforceError.Malformed(error.Message).WriteAsync(context);
        }

        if (SObject.Find(query.Object) is not { } sobject)
        {
            return SalesforceError.NoType(query.Object).WriteAsync(context);
        }

        var named = query.Fields.Concat(query.Conditions.Select(one => one.Field)).Concat(query.Order.Select(one => one.Field)).ToList();
        var (_, unknown) = RecordJson.For(sobject, version, fields, named);
        if (unknown is not null)
        {
            return SalesforceError.NoColumn(unknown, sobject, query.Text).WriteAsync(context);
        }

        var found = new QueryPeople(people, fields, sobject).Find(query, ReadLag.Of(context));
        return AnswerAsync(context, new Cursor(query, sobject, version, found, 0));
    }

    public Task NextAsync(HttpContext context) =>
        cursors.TryGetValue((string)context.Request.RouteValues["locator"]!, out var cursor)
            ? AnswerAsync(context, cursor)
            : SalesforceError.BadLocator.WriteAsync(context);

    private Task AnswerAsync(HttpContext context, Cursor cursor)
    {
        var lag = ReadLag.Of(context);
        var ids = cursor.Found.Take(cursor.From..(cursor.From + PageSize)).ToList();
        var rest = cursor.Found.Count - cursor.From - ids.Count;
        var page = ids.Select(id => people.Read(id, lag)).OfType<Person>().Where(person => !person.Archived).ToList();
        var (record, _) = RecordJson.For(cursor.Object, cursor.Version, fields, [.. cursor.Query.Fields]);
        return context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("totalSize", cursor.Found.Count);
            writer.WriteBoolean("done", rest == 0);
            if (rest > 0)
            {
                writer.WriteString("nextRecordsUrl", $"/services/data/v{cursor.Version}/query/{Keep(cursor with { From = cursor.From + PageSize })}");
            }

            writer.WriteStartArray("records");
            page.ForEach(person => record!.Write(writer, person));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private string Keep(Cursor cursor)
    {
        var locator = string.Create(CultureInfo.InvariantCulture, $"0r8SB{Interlocked.Increment(ref last):D13}-{cursor.From}");
        cursors[locator] = cursor;
        ages.Enqueue(locator);
        while (ages.Count > MostCursors && ages.TryDequeue(out var oldest))
        {
            cursors.TryRemove(oldest, out _);
        }

        return locator;
    }

    private sealed record Cursor(SoqlQuery Query, SObject Object, string Version, IReadOnlyList<string> Found, int From);
}
