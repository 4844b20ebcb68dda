using System.Text.Json;
using System.Text.RegularExpressions;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Play;

/// <summary><c>/sandbox/people</c>: looks at people and changes them, flat, and tells how the change's webhook was answered.</summary>
internal sealed partial class PeopleEndpoint(PeopleStore people, PropertyCatalogue catalogue, HookSender hooks)
{
    private const string People = "/sandbox/people";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<PeopleEndpoint>();
        routes.MapGet(People + "/{id}", endpoint.ShowAsync);
        routes.MapPatch(People + "/{id}", endpoint.PatchAsync);
        routes.MapPost(People, endpoint.CreateAsync);
        routes.MapDelete(People + "/{id}", endpoint.DeleteAsync);
    }

    private Task ShowAsync(HttpContext context) =>
        people.Read(Id(context), TimeSpan.Zero) is { Archived: false } person
            ? context.Response.WriteJsonAsync(200, writer => Write(writer, person))
            : Problem.NoSuchPerson(Id(context)).WriteAsync(context);

    private async Task PatchAsync(HttpContext context)
    {
        var (_, values, made, problem) = await ReadAsync(context, id: false);
        if (problem is null && values.Count == 0)
        {
            problem = Problem.Parameter("Name at least one property, as {\"firstname\":\"Zoe\"}.");
        }

        if (problem is not null)
        {
            await problem.WriteAsync(context);
            return;
        }

        await AnswerAsync(context, 200, people.Write(Id(context), values), person => PersonChange.Changed(person, values), made);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var (id, values, made, problem) = await ReadAsync(context, id: true);
        if (problem is not null)
        {
            await problem.WriteAsync(context);
            return;
        }

        await AnswerAsync(context, 201, people.Create(id, values), PersonChange.Created, made);
    }

    private Task DeleteAsync(HttpContext context) => AnswerAsync(
        context, 200, people.Archive(Id(context)), person => PersonChange.Deleted(person, context.Request.Query["privacy"] == "true"), []);

    private async Task AnswerAsync(HttpContext context, int status, WriteResult result, Func<Person, PersonChange> tell, IReadOnlyList<string> made)
    {
        if (result.Person is not { } person)
        {
            await (result.Holder is { } holder ? Problem.Taken(holder) : Problem.NoSuchPerson(Id(context))).WriteAsync(context);
            return;
        }

        var answer = await hooks.SendAsync(tell(person));
        await context.Response.WriteJsonAsync(status, writer =>
        {
            writer.WriteStartObject();
            if (status == 201)
            {
                writer.WriteString("id", person.Id);
            }

            writer.WriteNumber("hook_status", answer.Status);
            if (answer.Error is { } error)
            {
                writer.WriteString("hook_error", error);
            }

            // A slip of the pen makes a property, too: nobody should look for it in vain.
            if (made.Count > 0)
            {
                writer.WriteStartArray("new_properties");
                foreach (var name in made)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    private async Task<(string? Id, Dictionary<string, string?> Values, IReadOnlyList<string> Made, Problem? Problem)> ReadAsync(HttpContext context, bool id)
    {
        var (document, problem) = await PlayBody.ReadAsync(context.Request);
        using var body = document;
        if (problem is not null || body!.RootElement.ValueKind != JsonValueKind.Object)
        {
            return (null, [], [], problem ?? Problem.Parameter("Send one flat object, as {\"firstname\":\"Zoe\"}."));
        }

        string? chosen = null;
        if (id && body.RootElement.TryGetProperty("id", out var member))
        {
            chosen = Crm.CrmBody.Text(member);
            if (chosen is null || !IdForm().IsMatch(chosen))
            {
                return (null, [], [], Problem.Parameter("id is 1 to 64 letters, digits, - and _; leave it out to get one."));
            }
        }

        var made = body.RootElement.EnumerateObject().Select(m => m.Name).Where(name => name != "id" && catalogue.Find(name) is null).ToList();
        var values = PropertyValues.Read(body.RootElement, name => id && name == "id" ? Property.Made(name) : catalogue.FindOrMake(name), out var faults);
        values.Remove("id");
        return (chosen, values, made, faults is [var fault, ..] ? Problem.Parameter(fault.Message) : null);
    }

    private void Write(Utf8JsonWriter writer, Person person)
    {
        writer.WriteStartObject();
        writer.WriteString("id", person.Id);
        foreach (var property in catalogue.All)
        {
            writer.WriteString(property.Name, person.Get(property));
        }

        writer.WriteEndObject();
    }

    private static string Id(HttpContext context) => (string?)context.Request.RouteValues["id"] ?? "";

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex IdForm();
}
