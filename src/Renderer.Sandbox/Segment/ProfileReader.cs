using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Renderer.Sandbox.Faults;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Segment;

/// <summary>Reads profiles: traits and external ids, page by page.</summary>
internal sealed class ProfileReader(PeopleStore people, PropertyCatalogue catalogue)
{
    private const int Usual = 10;
    private const int MostTraits = 200;
    private const int MostIds = 100;

    public Task TraitsAsync(HttpContext context)
    {
        if (Find(context, out var error) is not { } person || Limit(context, MostTraits, out error) is not { } limit)
        {
            return error!.WriteAsync(context);
        }

        var include = Include(context);
        var after = (string?)context.Request.Query["next"];
        var left = Trait.Of(catalogue)
            .Where(property => (include is null || include.Contains(property.Name)) && person.Get(property) is not null)
            .SkipWhile(property => !string.IsNullOrEmpty(after) && string.CompareOrdinal(property.Name, after) < 0)
            .ToList();
        return context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("traits");
            foreach (var property in left.Take(limit))
            {
                writer.WritePropertyName(property.Name);
                Trait.Write(writer, property, person.Get(property));
            }

            writer.WriteEndObject();
            WriteCursor(writer, context, left.Count > limit ? left[limit].Name : null, limit);
            writer.WriteEndObject();
        });
    }

    public Task ExternalIdsAsync(HttpContext context)
    {
        if (Find(context, out var error) is not { } person || Limit(context, MostIds, out error) is not { } limit)
        {
            return error!.WriteAsync(context);
        }

        var include = Include(context);
        var ids = Ids(person).Where(pair => pair.Value is not null && (include is null || include.Contains(pair.Type))).Take(limit).ToList();
        return context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data");
            foreach (var (type, value) in ids)
            {
                writer.WriteStartObject();
                writer.WriteString("source_id", "sandbox");
                writer.WriteString("collection", "users");
                writer.WriteString("id", value);
                writer.WriteString("type", type);
                writer.WriteString("encoding", "none");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteCursor(writer, context, null, limit);
            writer.WriteEndObject();
        });
    }

    private IEnumerable<(string Type, string? Value)> Ids(Person person) =>
    [
        ("user_id", person.Id), ("email", person.Get(catalogue, PropertyCatalogue.Email)),
        ("customer_number", person.Get(catalogue, PropertyCatalogue.CustomerNumber)), ("anonymous_id", "anon-" + person.Id),
    ];

    // type:value; what is not encoded as the documents ask is answered with 500, as they say.
    private Person? Find(HttpContext context, out SegmentError? error)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].Split('/')[^2];
        var lag = ReadLag.Of(context);
        if (raw.Split(':') is not [var type, { Length: > 0 } encoded])
        {
            error = SegmentError.Invalid("The parameter `id` is not of the form type:value");
            return null;
        }

        if (!encoded.All(sign => char.IsAsciiLetterOrDigit(sign) || "-._~%".Contains(sign, StringComparison.Ordinal)))
        {
            error = SegmentError.Broken;
            return null;
        }

        var value = Uri.UnescapeDataString(encoded);
        error = SegmentError.NotFound;
        var person = type switch
        {
            "user_id" => people.Read(value, lag),
            "anonymous_id" when value.StartsWith("anon-", StringComparison.Ordinal) => people.Read(value["anon-".Length..], lag),
            PropertyCatalogue.Email or PropertyCatalogue.CustomerNumber when !value.Any(char.IsUpper) => people.Find(catalogue.Find(type)!, value, lag),
            _ => null,
        };
        return person is { Archived: false } ? person : null;
    }

    private static int? Limit(HttpContext context, int most, out SegmentError? error)
    {
        var text = (string?)context.Request.Query["limit"];
        error = SegmentError.Invalid($"The parameter `limit` must be between 1 and {most}");
        return text is null ? Usual : int.TryParse(text, out var limit) && limit >= 1 && limit <= most ? limit : null;
    }

    private static HashSet<string>? Include(HttpContext context) =>
        (string?)context.Request.Query["include"] is { Length: > 0 } text ? [.. text.Split(',')] : null;

    private static void WriteCursor(Utf8JsonWriter writer, HttpContext context, string? next, int limit)
    {
        writer.WriteStartObject("cursor");
        writer.WriteString("url", context.Request.Path.Value);
        writer.WriteBoolean("has_more", next is not null);
        writer.WriteString("next", next ?? "");
        writer.WriteNumber("limit", limit);
        writer.WriteEndObject();
    }
}
