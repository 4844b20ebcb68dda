using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>Reads HubSpot's events: who changed, and which of our attributes.</summary>
internal sealed class HubSpotEvents(ConnectionSettings settings, AttributeMap map)
{
    /// <summary>HubSpot's number for contacts among the kinds of objects.</summary>
    private const string Contacts = "0-1";

    /// <summary>The changes in a list of events; what concerns no contact, or is not known, is left out.</summary>
    public IReadOnlyList<CrmChange> Read(JsonElement list)
    {
        var changes = new List<CrmChange>();
        foreach (var one in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw new JsonException("Not a list."))
        {
            if (one.ValueKind == JsonValueKind.Object && KindOf(one) is { } kind && Text(one, "objectId") is { } id)
            {
                changes.AddRange(Read(one, kind, Identifier.Id(id)));
            }
        }

        return changes;
    }

    private IEnumerable<CrmChange> Read(JsonElement one, string kind, Identifier person) => kind switch
    {
        "propertyChange" => PropertyChange(one, person),
        "creation" or "restore" => [new CrmChange(person, null, ChangeKind.Created)],
        "deletion" or "privacyDeletion" => [new CrmChange(person, null, ChangeKind.Deleted)],
        "merge" => Merged(one, person).Distinct().Select(each => new CrmChange(each, null, ChangeKind.Changed)),
        _ => [],
    };

    private IEnumerable<CrmChange> PropertyChange(JsonElement one, Identifier person)
    {
        if (Text(one, "propertyName") is not { } property)
        {
            return [new CrmChange(person, null, ChangeKind.Changed)];
        }

        var attributes = map.AttributesOf(property);
        var names = NewNames(property, Text(one, "propertyValue")).ToList();
        return names.Count == 0
            ? [new CrmChange(person, attributes, ChangeKind.Changed)]
            : names.Select(name => new CrmChange(person, attributes, ChangeKind.Changed, name));
    }

    private IEnumerable<Identifier> NewNames(string property, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return [];
        }

        var lookups = settings.Lookups.Where(lookup => lookup.Value == property).Select(lookup => new Identifier(lookup.Key, value));
        return property == HubSpotIdentity.Email ? lookups.Prepend(Identifier.Email(value)) : lookups;
    }

    private static IEnumerable<Identifier> Merged(JsonElement one, Identifier person)
    {
        yield return person;
        foreach (var member in (string[])["primaryObjectId", "newObjectId"])
        {
            if (Text(one, member) is { } id)
            {
                yield return Identifier.Id(id);
            }
        }

        if (Member(one, "mergedObjectIds") is { ValueKind: JsonValueKind.Array } merged)
        {
            foreach (var element in merged.EnumerateArray())
            {
                if (Text(element) is { } id)
                {
                    yield return Identifier.Id(id);
                }
            }
        }
    }

    // "contact.propertyChange", or in the newer way "object.propertyChange" beside the kind of the object.
    private static string? KindOf(JsonElement one) => Text(one, "subscriptionType")?.Split('.') switch
    {
        ["contact", var kind] => kind,
        ["object", var kind] when Text(one, "objectTypeId") == Contacts => kind,
        _ => null,
    };

    private static string? Text(JsonElement one, string member) => Member(one, member) is { } value ? Text(value) : null;

    private static JsonElement? Member(JsonElement one, string name)
    {
        try
        {
            return one.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null; // a name beside it is half a pair of surrogates
        }
    }

    // HubSpot cuts values in the midst of an emoji. Who that half belongs to has changed all the same, and so have the others of the delivery.
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
