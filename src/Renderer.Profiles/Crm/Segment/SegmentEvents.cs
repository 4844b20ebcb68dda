using System.Text.Json;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>Reads Segment's events: whose traits they change. What people do (track, page, screen) changes none of itself: computed traits come back as identify.</summary>
internal sealed class SegmentEvents(SegmentNames names, AttributeMap map)
{
    private const string AnonymousId = "anonymous_id";
    private const string Email = "email";

    /// <summary>The changes in one event or a list of them.</summary>
    public IReadOnlyList<CrmChange> Read(JsonElement body)
    {
        var list = body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : (IReadOnlyList<JsonElement>)[body];
        var changes = new List<CrmChange>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].ValueKind != JsonValueKind.Object)
            {
                throw new JsonException("Not an event.");
            }

            // Only the first is signed. The others may make us read anew, which harms nobody, but not forget anybody.
            changes.AddRange(Text(list[i], "type") == "delete" && i > 0 ? Whole(list[i], ChangeKind.Changed, "userId") : Read(list[i], Text(list[i], "type")));
        }

        return changes;
    }

    private IEnumerable<CrmChange> Read(JsonElement one, string? type) => type switch
    {
        "identify" => Identify(one),
        "alias" => Whole(one, ChangeKind.Changed, "previousId", "userId"),
        "delete" => Whole(one, ChangeKind.Deleted, "userId"),
        _ => [],
    };

    private IEnumerable<CrmChange> Identify(JsonElement one)
    {
        var traits = one.TryGetProperty("traits", out var found) && found.ValueKind == JsonValueKind.Object ? found : (JsonElement?)null;
        var changed = traits?.EnumerateObject().Select(trait => trait.Name).SelectMany(map.AttributesOf).Distinct().ToList();
        var named = traits is { } some && Text(some, Email) is { } email ? names.Of(Email, email).ToList() : [];
        var people = Text(one, "userId") is { } user ? [names.Person(user)]
            : Text(one, "anonymousId") is { } anonymous ? names.Of(AnonymousId, anonymous).ToList()
            : named;
        return people.SelectMany(person => named.Count == 0
            ? [new CrmChange(person, changed, ChangeKind.Changed)]
            : named.Select(name => new CrmChange(person, changed, ChangeKind.Changed, name)));
    }

    private IEnumerable<CrmChange> Whole(JsonElement one, ChangeKind kind, params string[] members) =>
        members.Select(member => Text(one, member)).OfType<string>().Select(id => new CrmChange(names.Person(id), null, kind));

    private static string? Text(JsonElement one, string member) =>
        one.TryGetProperty(member, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}
