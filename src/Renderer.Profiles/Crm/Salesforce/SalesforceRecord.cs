using System.Globalization;
using System.Text.Json;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>A record's values by field path; names are compared without case, as Salesforce does.</summary>
internal readonly struct SalesforceRecord(JsonElement json)
{
    /// <summary>The record's id; null when it has none.</summary>
    public string? Id => Text("Id");

    /// <summary>A value; null when the record has none of that name.</summary>
    public JsonElement? Find(string path)
    {
        JsonElement? at = json;
        foreach (var name in path.Split('.'))
        {
            at = at is { ValueKind: JsonValueKind.Object } record ? Member(record, name) : null;
        }

        return at;
    }

    /// <summary>A value as text; a number without what only its type added (5.0 is 5). Null when there is none, or it is no scalar.</summary>
    public string? Text(string path)
    {
        if (Find(path) is not { } value)
        {
            return null;
        }

        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("G29", CultureInfo.InvariantCulture),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    private static JsonElement? Member(JsonElement record, string name)
    {
        try
        {
            return record.TryGetProperty(name, out var exact) ? exact : Search(record, name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement? Search(JsonElement record, string name)
    {
        foreach (var member in record.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return null;
    }
}
