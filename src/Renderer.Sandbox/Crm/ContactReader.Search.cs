using System.Globalization;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Crm;

/// <summary>The search: five a second, and no limit headers, as at HubSpot.</summary>
internal sealed partial class ContactReader
{
    private const int SearchesASecond = 5;

    private readonly Lock searching = new();
    private readonly Queue<long> searches = new();

    public async Task SearchAsync(HttpContext context)
    {
        foreach (var header in context.Response.Headers.Keys.Where(key => key.StartsWith("X-HubSpot-RateLimit-", StringComparison.Ordinal)).ToList())
        {
            context.Response.Headers.Remove(header);
        }

        if (!MaySearch())
        {
            await CrmError.RateLimited("SECONDLY").WriteAsync(context);
            return;
        }

        var (document, error) = await CrmBody.ReadAsync(context.Request);
        using var body = document;
        if (body is null)
        {
            await error!.WriteAsync(context);
            return;
        }

        var (search, fault) = ContactSearch.Read(body.RootElement, catalogue);
        await (search is null ? fault!.WriteAsync(context) : AnswerAsync(context, search));
    }

    private Task AnswerAsync(HttpContext context, ContactSearch search)
    {
        var lag = ReadLag.Of(context);
        var found = search.Of(people.After(null).Select(id => people.Read(id, lag)).OfType<Person>().Where(person => !person.Archived));
        var end = search.After + search.Limit;
        var contact = new ContactJson(catalogue, search.Query);
        return context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("total", found.Count);
            writer.WriteStartArray("results");
            found.Skip(search.After).Take(search.Limit).ToList().ForEach(person => contact.Write(writer, person));
            writer.WriteEndArray();
            if (found.Count > end)
            {
                writer.WriteStartObject("paging");
                writer.WriteStartObject("next");
                writer.WriteString("after", end.ToString(CultureInfo.InvariantCulture));
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
    }

    private bool MaySearch()
    {
        lock (searching)
        {
            var now = clock.GetTimestamp();
            while (searches.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= TimeSpan.FromSeconds(1))
            {
                searches.Dequeue();
            }

            if (searches.Count >= SearchesASecond)
            {
                return false;
            }

            searches.Enqueue(now);
            return true;
        }
    }
}
