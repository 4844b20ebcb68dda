using System.Text.Json;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Crm;

/// <summary>Writes to a contact by the CRM's own API: strict where the sandbox's route is not, its webhook behind the answer.</summary>
internal sealed class ContactWriter(PeopleStore people, PropertyCatalogue catalogue, HookSender hooks)
{
    public async Task PatchAsync(HttpContext context)
    {
        var (document, error) = await CrmBody.ReadAsync(context.Request);
        using var body = document;
        if (body is null)
        {
            await error!.WriteAsync(context);
            return;
        }

        if (!body.RootElement.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            await CrmError.Missing("properties").WriteAsync(context);
            return;
        }

        var values = PropertyValues.Read(properties, catalogue.Find, out var faults);
        var id = Id(context, out error);
        error ??= faults.Concat(Options(values)).ToList() is { Count: > 0 } invalid
            ? CrmError.Invalid($"Property values were not valid: [{string.Join(',', invalid.Select(fault => fault.ToJson()))}]")
            : null;
        if (error is not null || id is null)
        {
            await error!.WriteAsync(context);
            return;
        }

        var result = people.Write(id, values);
        if (result.Person is not { } person)
        {
            await (result.Holder is { } holder ? CrmError.AlreadyExists(holder) : CrmError.NoSuchContact(id)).WriteAsync(context);
            return;
        }

        _ = hooks.SendAsync(PersonChange.Changed(person, values, fromApi: true));
        var contact = new ContactJson(catalogue, new ContactQuery([.. values.Keys], [], null, Archived: false));
        await context.Response.WriteJsonAsync(200, writer => contact.Write(writer, person));
    }

    // The id may be a value of a unique property, as in a read.
    private string? Id(HttpContext context, out CrmError? error)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var name = (string?)context.Request.Query["idProperty"];
        error = null;
        if (string.IsNullOrEmpty(name))
        {
            return id;
        }

        if (catalogue.Find(name) is not { Unique: true } unique)
        {
            error = CrmError.NotUnique(name);
            return null;
        }

        var found = people.Find(unique, id, ReadLag.Of(context))?.Id;
        error = found is null ? CrmError.ResourceNotFound : null;
        return found;
    }

    private IEnumerable<InvalidProperty> Options(Dictionary<string, string?> values)
    {
        foreach (var (name, value) in values)
        {
            var property = catalogue.Find(name);
            if (value is not null && property is { Options: { Count: > 0 } options }
                && !value.Split(';').All(part => options.Contains(part)))
            {
                yield return new InvalidProperty(name, $"{value} was not one of the allowed options: [{string.Join(", ", options)}]", "INVALID_OPTION");
            }
        }
    }
}
