using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Reads execution contexts: which contacts changed, and which of our attributes.</summary>
internal sealed class DataverseEvents(ConnectionSettings settings, DataverseSettings own)
{
    private const string Contact = "contact";

    private readonly DataverseColumnUse use = new(settings, own);

    /// <summary>The changes that a context tells of; none where it is not about contacts.</summary>
    /// <param name="context">The context.</param>
    /// <param name="isCut">The platform left out what was written, because it was too much.</param>
    public IReadOnlyList<CrmChange> Read(JsonElement context, bool isCut)
    {
        if (context.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Not an execution context.");
        }

        if (Text(context, "PrimaryEntityName") != Contact)
        {
            return [];
        }

        var message = Text(context, "MessageName");
        var parameters = isCut ? [] : ParametersOf(context);
        var rows = parameters.TryGetValue("Targets", out var targets) && targets.TryGetProperty("Entities", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : parameters.TryGetValue("Target", out var target) ? (IReadOnlyList<JsonElement>)[target]
            : [];
        var primary = Id(context, "PrimaryEntityId");
        var changes = rows.SelectMany(row => Read(row, message, rows.Count == 1 ? primary : null)).ToList();
        if (message == "Merge" && parameters.TryGetValue("SubordinateId", out var merged) && Guid.TryParse(merged.ToString(), out var other))
        {
            changes.Add(new CrmChange(Identifier.Id(other.ToString("D")), null, ChangeKind.Changed));
        }

        return changes.Count > 0 ? changes
            : primary is { } person ? [new CrmChange(Identifier.Id(person), null, KindOf(message))]
            : throw new JsonException("Nobody is named.");
    }

    private IEnumerable<CrmChange> Read(JsonElement row, string? message, string? primary)
    {
        if ((Id(row, "Id") ?? primary) is not { } id)
        {
            return [];
        }

        var person = Identifier.Id(id);
        var kind = KindOf(message);
        var columns = message is "Update" or "UpdateMultiple" ? ColumnsOf(row) : null;
        var names = row.TryGetProperty("Attributes", out _) ? NamesIn(row).ToList() : [];

        // Who is deactivated or activated is found by other names than before.
        var attributes = columns is null or { Count: 0 } || columns.Contains("statecode") ? null : use.AttributesOf(columns);
        return names.Count == 0
            ? [new CrmChange(person, attributes, kind)]
            : names.Select(name => new CrmChange(person, attributes, kind, name));
    }

    private static ChangeKind KindOf(string? message) => message switch
    {
        "Create" or "CreateMultiple" or "Restore" => ChangeKind.Created,
        "Delete" or "DeleteMultiple" => ChangeKind.Deleted,
        _ => ChangeKind.Changed,
    };

    private static List<string> ColumnsOf(JsonElement row) => [.. Pairs(row, "Attributes").Select(pair => pair.Key)];

    // The new values of what people are found by.
    private IEnumerable<Identifier> NamesIn(JsonElement row) =>
        from pair in Pairs(row, "Attributes")
        from kind in use.KindsNamedBy(pair.Key)
        let value = pair.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? pair.Value.ToString() : null
        where !string.IsNullOrWhiteSpace(value)
        select new Identifier(kind, value);

    private static Dictionary<string, JsonElement> ParametersOf(JsonElement context)
    {
        var parameters = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (key, value) in Pairs(context, "InputParameters"))
        {
            parameters[key] = value;
        }

        return parameters;
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> Pairs(JsonElement owner, string member)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(member, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var pair in list.EnumerateArray())
        {
            if (Text(pair, "key") is { } key && pair.TryGetProperty("value", out var value))
            {
                yield return KeyValuePair.Create(key, value);
            }
        }
    }

    private static string? Id(JsonElement owner, string member) =>
        Text(owner, member) is { } text && Guid.TryParse(text, out var id) && id != Guid.Empty ? id.ToString("D") : null;

    private static string? Text(JsonElement owner, string member) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
