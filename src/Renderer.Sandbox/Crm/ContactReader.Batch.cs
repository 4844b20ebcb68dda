using System.Text.Json;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Crm;

/// <summary>The batch read: up to 100 people in one call, 207 where some are missing.</summary>
internal sealed partial class ContactReader
{
    private const int BatchLimit = 100;
    private const int HistoryLimit = 50;

    public async Task ReadBatchAsync(HttpContext context)
    {
        var started = clock.GetUtcNow();
        var (document, error) = await CrmBody.ReadAsync(context.Request);
        using var body = document;
        if (error is null && body is not null)
        {
            error = TryBatch(body.RootElement, context.Request.Query["archived"] == "true", out var ids, out var query);
            if (error is null)
            {
                await AnswerAsync(context, ids, query, started);
                return;
            }
        }

        await error!.WriteAsync(context);
    }

    private CrmError? TryBatch(JsonElement body, bool archived, out List<string> ids, out ContactQuery query)
    {
        ids = [];
        query = new ContactQuery([], [], null, archived);
        if (!body.TryGetProperty("inputs", out var inputs) || inputs.ValueKind == JsonValueKind.Null)
        {
            return CrmError.Missing("inputs");
        }

        if (inputs.ValueKind != JsonValueKind.Array)
        {
            return CrmError.BadJson(1, 1, "Cannot deserialize value of inputs: an array is expected");
        }

        foreach (var input in inputs.EnumerateArray())
        {
            if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("id", out var id) || CrmBody.Text(id) is not { } text)
            {
                return CrmError.Missing("id");
            }

            ids.Add(text);
        }

        if (CrmBody.Texts(body, "properties") is not { } properties || CrmBody.Texts(body, "propertiesWithHistory") is not { } histories)
        {
            return CrmError.BadJson(1, 1, "Cannot deserialize value of properties: an array of names is expected");
        }

        var name = body.TryGetProperty("idProperty", out var member) ? CrmBody.Text(member) : null;
        if (!TryIdProperty(name, out var unique, out var error))
        {
            return error;
        }

        query = new ContactQuery(properties, histories, unique, archived);
        return ids.Count > BatchLimit ? CrmError.TooManyInputs
            : histories.Count > 0 && ids.Count > HistoryLimit ? CrmError.TooManyHistories
            : null;
    }

    private Task AnswerAsync(HttpContext context, List<string> ids, ContactQuery query, DateTimeOffset started)
    {
        var lag = ReadLag.Of(context);
        var found = new Dictionary<string, Person>();
        var missing = new List<string>();
        foreach (var id in ids.Distinct())
        {
            if (Find(id, query, lag) is { } person)
            {
                found.TryAdd(person.Id, person);
            }
            else
            {
                missing.Add(id);
            }
        }

        var contact = new ContactJson(catalogue, query);
        return context.Response.WriteJsonAsync(missing.Count == 0 ? 200 : 207, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "COMPLETE");
            writer.WriteStartArray("results");

            // HubSpot promises no order, and each person once: ours is never the order asked, so that nobody comes to rely on it.
            foreach (var person in found.Values.Reverse())
            {
                contact.Write(writer, person);
            }

            writer.WriteEndArray();
            if (missing.Count > 0)
            {
                WriteMissing(writer, missing);
            }

            writer.WriteString("startedAt", Wire.Instant(started));
            writer.WriteString("completedAt", Wire.Instant(clock.GetUtcNow()));
            writer.WriteEndObject();
        });
    }

    // One error for all of them, as recorded.
    private static void WriteMissing(Utf8JsonWriter writer, List<string> missing)
    {
        writer.WriteNumber("numErrors", 1);
        writer.WriteStartArray("errors");
        writer.WriteStartObject();
        writer.WriteString("status", "error");
        writer.WriteString("category", "OBJECT_NOT_FOUND");
        writer.WriteString("message", "Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.");
        writer.WriteStartObject("context");
        writer.WriteStartArray("ids");
        missing.ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
