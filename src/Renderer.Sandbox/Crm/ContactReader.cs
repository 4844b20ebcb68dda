using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Crm;

/// <summary>Reads contacts: one, a page, or the description of what they have.</summary>
internal sealed partial class ContactReader(PeopleStore people, PropertyCatalogue catalogue, TimeProvider clock)
{
    private const int PageLimit = 100;

    public Task ReadAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var id = (string)context.Request.RouteValues["id"]!;
        if (!TryIdProperty(query["idProperty"], out var unique, out var error))
        {
            return error.WriteAsync(context);
        }

        var wanted = Query(query, unique);
        if (Find(id, wanted, ReadLag.Of(context)) is not { } person)
        {
            return (unique is null ? CrmError.NoSuchContact(id) : CrmError.ResourceNotFound).WriteAsync(context);
        }

        var contact = new ContactJson(catalogue, wanted);
        return context.Response.WriteJsonAsync(200, writer => contact.Write(writer, person));
    }

    public Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = 10;
        if (query["limit"] is [{ Length: > 0 } text] && !int.TryParse(text, CultureInfo.InvariantCulture, out limit))
        {
            return CrmError.Invalid($"Invalid integer value '{text}' for query parameter: limit").WriteAsync(context);
        }

        if (limit is < 1 or > PageLimit)
        {
            return CrmError.Invalid($"limit must be between 1 and {PageLimit}").WriteAsync(context);
        }

        var wanted = Query(query, null);
        var lag = ReadLag.Of(context);
        var after = query["after"] is [{ Length: > 0 } cursor] ? cursor : null;
        var found = people.After(after)
            .Select(id => people.Read(id, lag))
            .OfType<Person>()
            .Where(person => person.Archived == wanted.Archived)
            .Take(limit + 1)
            .ToList();
        var page = found.Take(limit).ToList();
        var contact = new ContactJson(catalogue, wanted);
        return context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            page.ForEach(person => contact.Write(writer, person));
            writer.WriteEndArray();
            if (found.Count > limit)
            {
                WritePaging(writer, context.Request, page[^1].Id);
            }

            writer.WriteEndObject();
        });
    }

    public Task DescribeAsync(HttpContext context) => context.Response.WriteJsonAsync(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results");
        foreach (var property in catalogue.All)
        {
            WriteDescription(writer, property);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private Person? Find(string id, ContactQuery query, TimeSpan lag)
    {
        var person = query.IdProperty is { } unique ? people.Find(unique, id, lag) : people.Read(id, lag);
        return person?.Archived == query.Archived ? person : null;
    }

    private bool TryIdProperty(string? name, out Property? unique, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out CrmError? error)
    {
        unique = string.IsNullOrEmpty(name) ? null : catalogue.Find(name);
        error = string.IsNullOrEmpty(name) || unique is { Unique: true } ? null : CrmError.NotUnique(name);
        return error is null;
    }

    private static ContactQuery Query(IQueryCollection query, Property? unique) => new(
        List(query["properties"]), List(query["propertiesWithHistory"]), unique, query["archived"] == "true");

    // HubSpot takes the name again and again, or commas, or both.
    private static List<string> List(StringValues values) =>
        [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static void WritePaging(Utf8JsonWriter writer, HttpRequest request, string after)
    {
        var link = QueryString.Create(request.Query
            .Where(one => one.Key != "after")
            .Append(KeyValuePair.Create("after", new StringValues(after))));
        writer.WriteStartObject("paging");
        writer.WriteStartObject("next");
        writer.WriteString("after", after);
        writer.WriteString("link", UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path, link));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteDescription(Utf8JsonWriter writer, Property property)
    {
        writer.WriteStartObject();
        writer.WriteString("name", property.Name);
        writer.WriteString("label", property.Label);
        writer.WriteString("type", property.Type);
        writer.WriteString("fieldType", property.FieldType);
        writer.WriteString("description", "");
        writer.WriteString("groupName", "contactinformation");
        writer.WriteStartArray("options");
        foreach (var (index, option) in property.Options.Index())
        {
            writer.WriteStartObject();
            writer.WriteString("label", option);
            writer.WriteString("value", option);
            writer.WriteNumber("displayOrder", index);
            writer.WriteBoolean("hidden", false);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("calculated", false);
        writer.WriteBoolean("externalOptions", false);
        writer.WriteBoolean("hasUniqueValue", property.Unique);
        writer.WriteBoolean("hidden", false);
        writer.WriteBoolean("hubspotDefined", !property.Custom);
        writer.WriteBoolean("formField", !property.ReadOnly);
        writer.WriteBoolean("archived", false);
        writer.WriteStartObject("modificationMetadata");
        writer.WriteBoolean("archivable", property.Custom);
        writer.WriteBoolean("readOnlyDefinition", !property.Custom);
        writer.WriteBoolean("readOnlyValue", property.ReadOnly);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
