using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm.Hooks;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>Reads who changed from the events of a REST connection.</summary>
/// <param name="settings">The connection's lookups.</param>
/// <param name="hook">Where in an event what stands.</param>
/// <param name="person">The API's own name of the e-mail address.</param>
/// <param name="map">Fields to our attributes.</param>
internal sealed class RestHookEvents(ConnectionSettings settings, RestHook hook, RestPerson person, AttributeMap map)
{
    private const string Changed = "profile.changed";
    private const string CreatedType = "profile.created";
    private const string DeletedType = "profile.deleted";

    private static readonly JsonPath Data = PathOf("data.ids");
    private static readonly JsonPath DataFields = PathOf("data.fields");

    private readonly string? emailField = person.FieldOf(person.Email);

    /// <summary>The changes in a body; what names nobody is left out.</summary>
    public IReadOnlyList<CrmChange> Read(JsonElement root, HookDelivery delivery) =>
    [
        .. root.Find(hook.Events)
            .SelectMany(one => one.ValueKind == JsonValueKind.Array ? one.EnumerateArray().AsEnumerable() : [one])
            .Where(one => one.ValueKind == JsonValueKind.Object)
            .SelectMany(one => ReadOne(one, delivery)),
    ];

    private IEnumerable<CrmChange> ReadOne(JsonElement one, HookDelivery delivery)
    {
        if (KindOf(one, delivery) is not { } kind)
        {
            return [];
        }

        var people = Names(one).Where(name => !string.IsNullOrWhiteSpace(name.Value) && Encoding.UTF8.GetByteCount(name.Value) <= Identifier.MaxBytes)
            .Distinct().ToList();
        var fields = kind == ChangeKind.Changed ? Fields(one) : null;
        var email = people.Find(name => name.Kind == Identifier.EmailKind);
        Identifier? now = email.Value is { Length: > 0 } && fields?.Contains(emailField ?? "") == true ? email : null;
        var attributes = fields is null ? null : fields.SelectMany(AttributesOf).Distinct().ToList();
        return people.Select(name => new CrmChange(name, attributes, kind, name == now ? null : now));
    }

    // A field that holds others has changed with each of them, and each of them with it.
    private IEnumerable<string> AttributesOf(string field)
    {
        var within = settings.Attributes.Where(pair => IsWithin(pair.Value.Property, field)).Select(pair => pair.Key);
        var around = field.IndexOfAny(['.', '[']) is > 0 and var end ? map.AttributesOf(field[..end]) : [];
        return map.AttributesOf(field).Concat(within).Concat(around);
    }

    private static bool IsWithin(string property, string field) =>
        property.Length > field.Length && property.StartsWith(field, StringComparison.Ordinal) && (property[field.Length] is '.' or '[');

    private ChangeKind? KindOf(JsonElement one, HookDelivery delivery)
    {
        if (hook.Scheme == RestHookScheme.Shopify)
        {
            return SignedBody.One(delivery.Headers, "X-Shopify-Topic")?.Split('/') switch
            {
                ["customers", "create"] => ChangeKind.Created,
                ["customers", "delete" or "redact"] => ChangeKind.Deleted,
                ["customers", _] => ChangeKind.Changed,
                _ => null,
            };
        }

        var word = (hook.Event is { } at ? one.First(at) : one.Member("type"))?.Text();
        if (hook is { Scheme: RestHookScheme.Standard, Event: null, Id: null, Email: null })
        {
            return word switch
            {
                Changed => ChangeKind.Changed,
                CreatedType => ChangeKind.Created,
                DeletedType => ChangeKind.Deleted,
                _ => null,
            };
        }

        return word is not null && hook.Deleted.Find(word) ? ChangeKind.Deleted
            : word is not null && hook.Created.Find(word) ? ChangeKind.Created
            : ChangeKind.Changed;
    }

    private IEnumerable<Identifier> Names(JsonElement one)
    {
        if (hook.Scheme == RestHookScheme.Shopify)
        {
            var customer = one.Member("customer") is { ValueKind: JsonValueKind.Object } inner ? inner : one;
            return Named(customer.Member("id"), Identifier.IdKind).Concat(Named(customer.Member("email"), Identifier.EmailKind));
        }

        if (hook is { Id: null, Email: null })
        {
            return one.First(Data) is not { } ids ? []
                : Named(ids.Member("id") ?? ids.Member("crm"), Identifier.IdKind)
                    .Concat(Named(ids.Member("email"), Identifier.EmailKind))
                    .Concat(settings.Lookups.Keys.SelectMany(lookup => Named(ids.Member(lookup), lookup)));
        }

        return Named(hook.Id is { } id ? one.First(id) : null, Identifier.IdKind)
            .Concat(hook.Email is { } email ? one.Find(email).SelectMany(value => Named(value, Identifier.EmailKind)) : []);
    }

    private List<string>? Fields(JsonElement one)
    {
        var at = hook.Fields ?? (hook is { Scheme: RestHookScheme.Standard, Id: null, Email: null } ? DataFields : null);
        var fields = (at is null ? null : one.First(at)) switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(JsonPaths.Text).OfType<string>().ToList(),
            { ValueKind: JsonValueKind.Object } members => [.. members.EnumerateObject().Select(member => member.Name)],
            _ => [],
        };
        return fields.Count == 0 ? null : fields;
    }

    private static IEnumerable<Identifier> Named(JsonElement? value, string kind) =>
        value?.Text() is { } text ? [new Identifier(kind, text)] : [];

    private static JsonPath PathOf(string text) => JsonPath.Read(text, out var path) is null ? path : JsonPath.Root;
}
