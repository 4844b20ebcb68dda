using Renderer.Sandbox.Crm;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Writes a record: strict, and the events of it behind the answer.</summary>
internal sealed class RecordWriter(PeopleStore people, Fields fields, HookSender hooks)
{
    public async Task PatchAsync(HttpContext context)
    {
        if (Target.Of(context) is not { } target || RecordIds.PersonOf(target.Object.Prefix, target.Last) is not { } id)
        {
            await SalesforceError.NotFound.WriteAsync(context);
            return;
        }

        var (document, error) = await CrmBody.ReadAsync(context.Request);
        using var body = document;
        if (error is not null)
        {
            await SalesforceError.NotJson.WriteAsync(context);
            return;
        }

        var unknown = body!.RootElement.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => fields.Find(name) is null);
        if (unknown is not null)
        {
            await SalesforceError.NoColumn(unknown, target.Object).WriteAsync(context);
            return;
        }

        var values = PropertyValues.Read(body.RootElement, name => fields.Find(name)?.Property, out var faults);
        if (faults is [var fault, ..])
        {
            await new SalesforceError(400, fault.Error == "READ_ONLY_VALUE" ? "INVALID_FIELD_FOR_INSERT_UPDATE" : "INVALID_EMAIL_ADDRESS", fault.Message).WriteAsync(context);
            return;
        }

        var written = values.ToDictionary(one => fields.Find(one.Key)!.Property.Name, one => one.Value);
        var result = people.Write(id, written);
        if (result.Person is not { } person)
        {
            await (result.Holder is null ? SalesforceError.NotFound : new SalesforceError(400, "DUPLICATE_VALUE", "duplicate value found")).WriteAsync(context);
            return;
        }

        _ = hooks.SendAsync(PersonChange.Changed(person, written, fromApi: true));
        context.Response.StatusCode = 204;
    }

}
