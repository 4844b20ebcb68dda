using System.Text.Json;
using Renderer.Sandbox.Crm;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Reads records: one by its id or an external id, or up to 2,000.</summary>
internal sealed class RecordReader(PeopleStore people, Fields fields)
{
    private const int Most = 2000;

    public Task ReadAsync(HttpContext context)
    {
        if (Target.Of(context) is not { } target)
        {
            return SalesforceError.NotFound.WriteAsync(context);
        }

        var person = RecordIds.PersonOf(target.Object.Prefix, target.Last) is { } id ? people.Read(id, ReadLag.Of(context)) : null;
        return AnswerAsync(context, target, person);
    }

    public Task ReadByExternalIdAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["field"]!;
        return Target.Of(context) is not { } target ? SalesforceError.NotFound.WriteAsync(context)
            : fields.Find(name) is not { IsExternalId: true } field ? SalesforceError.NoExternalId(name).WriteAsync(context)
            : AnswerAsync(context, target, people.Find(field.Property, target.Last, ReadLag.Of(context)));
    }

    public async Task ReadManyAsync(HttpContext context)
    {
        if (Target.Of(context) is not { } target)
        {
            await SalesforceError.NotFound.WriteAsync(context);
            return;
        }

        var (document, error) = await CrmBody.ReadAsync(context.Request);
        using var body = document;
        if (error is not null || CrmBody.Texts(body!.RootElement, "ids") is not { } ids || CrmBody.Texts(body.RootElement, "fields") is not { Count: > 0 } wanted)
        {
            await SalesforceError.NotJson.WriteAsync(context);
            return;
        }

        if (ids.Count > Most)
        {
            await SalesforceError.TooMany.WriteAsync(context);
            return;
        }

        // What is referred to is given by queries alone.
        var (writer, unknown) = RecordJson.For(target.Object, target.Version, fields, wanted);
        if ((unknown ?? wanted.Find(field => field.Contains('.'))) is { } bad)
        {
            await SalesforceError.NoColumn(bad, target.Object).WriteAsync(context);
            return;
        }

        var lag = ReadLag.Of(context);
        var found = ids.ConvertAll(id => RecordIds.PersonOf(target.Object.Prefix, id) is { } person ? people.Read(person, lag) : null);
        await context.Response.WriteJsonAsync(200, json =>
        {
            json.WriteStartArray();
            found.ForEach(person => Write(json, writer!, person));
            json.WriteEndArray();
        });
    }

    private Task AnswerAsync(HttpContext context, Target target, Person? person)
    {
        var asked = context.Request.Query["fields"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IReadOnlyCollection<string> wanted = asked.Length > 0 ? asked : [Fields.Id, .. fields.All.Select(field => field.Name)];
        var (writer, unknown) = RecordJson.For(target.Object, target.Version, fields, wanted);
        if ((unknown ?? wanted.FirstOrDefault(field => field.Contains('.'))) is { } bad)
        {
            return SalesforceError.NoColumn(bad, target.Object).WriteAsync(context);
        }

        return person is not { Archived: false } || RecordIds.Of(target.Object.Prefix, person.Id) is null
            ? SalesforceError.NotFound.WriteAsync(context)
            : context.Response.WriteJsonAsync(200, json => writer!.Write(json, person));
    }

    private static void Write(Utf8JsonWriter json, RecordJson writer, Person? person)
    {
        if (person is { Archived: false })
        {
            writer.Write(json, person);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
