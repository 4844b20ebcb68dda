using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>What a REST API says of its attributes, in our words.</summary>
internal static class RestTypes
{
    private static readonly Dictionary<string, AttributeType> Ours =
        Enum.GetValues<AttributeType>().ToDictionary(type => type.Label(), StringComparer.Ordinal);

    private static readonly Dictionary<string, AttributeType> Usual = new(StringComparer.OrdinalIgnoreCase);

    static RestTypes()
    {
        Add(AttributeType.Text, "string", "text", "varchar", "char", "textarea", "email", "phone", "url", "website", "picklist", "enum", "select", "option", "uuid");
        Add(AttributeType.Number, "number", "integer", "int", "long", "bigint", "float", "double", "decimal", "currency", "monetary", "percent");
        Add(AttributeType.Boolean, "boolean", "bool", "checkbox");
        Add(AttributeType.Date, "date", "datetime", "timestamp", "date-time");
        Add(AttributeType.List, "multiselectpicklist", "multiselect", "set", "array", "list");
        Add(AttributeType.Json, "object", "json", "jsonobject", "jsonarray");
    }

    /// <summary>The attributes of an answer.</summary>
    public static IReadOnlyList<CrmAttribute> Read(JsonElement root, RestDescribe describe) =>
    [
        .. root.Find(describe.Request.Items)
            .SelectMany(one => one.ValueKind == JsonValueKind.Array ? one.EnumerateArray().AsEnumerable() : [one])
            .Select(item => ReadOne(item, describe))
            .OfType<CrmAttribute>(),
    ];

    private static CrmAttribute? ReadOne(JsonElement item, RestDescribe describe)
    {
        if (item.First(describe.Name)?.Text() is not { } name)
        {
            return null;
        }

        var word = describe.Type is { } type ? item.First(type)?.Text() : null;
        return new CrmAttribute(
            name,
            word is null ? null : describe.Types.Find(word) is { } ours ? Ours[ours] : Usual.TryGetValue(word, out var usual) ? usual : null,
            describe.Label is { } label ? item.First(label)?.Text() : null,
            describe.Options is { } options ? [.. item.Find(options).Select(JsonPaths.Text).OfType<string>()] : []);
    }

    private static void Add(AttributeType type, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            Usual[word] = type;
        }
    }
}
