using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>The question of a bulk read.</summary>
internal sealed record SalesforceCollection(IReadOnlyList<string> Ids, IReadOnlyList<string> Fields);

/// <summary>A page of a query's answer.</summary>
internal sealed record SalesforcePage
{
    public bool Done { get; init; }

    public string? NextRecordsUrl { get; init; }

    public IReadOnlyList<JsonElement>? Records { get; init; }

    /// <summary>What names the next page; null on the last. Only this of the address is used: it leads nowhere else.</summary>
    [JsonIgnore]
    public string? Locator =>
        !Done && NextRecordsUrl is { } url && url[(url.LastIndexOf('/') + 1)..] is { Length: > 0 } last && IsLocator(last) ? last : null;

    /// <summary>Whether this can name a page.</summary>
    public static bool IsLocator(string text) => text.Length <= 200 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

/// <summary>An object's description.</summary>
internal sealed record SalesforceObject
{
    public IReadOnlyList<SalesforceField?>? Fields { get; init; }
}

/// <summary>A field's description.</summary>
internal sealed record SalesforceField
{
    public string? Name { get; init; }

    public string? Label { get; init; }

    public string? Type { get; init; }

    public IReadOnlyList<SalesforceOption?>? PicklistValues { get; init; }
}

/// <summary>A value of a picklist.</summary>
internal sealed record SalesforceOption(string? Value, bool Active);

/// <summary>One of the errors of a refusal.</summary>
internal sealed record SalesforceError
{
    public string? ErrorCode { get; init; }

    public string? Message { get; init; }

    public IReadOnlyList<string?>? Fields { get; init; }

    /// <summary>The errors of a body; empty when there are none in it.</summary>
    public static IReadOnlyList<SalesforceError> Parse(string? body) => Parse(Encoding.UTF8.GetBytes(body ?? ""));

    /// <inheritdoc cref="Parse(string?)"/>
    public static IReadOnlyList<SalesforceError> Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return [.. (JsonSerializer.Deserialize(body, SalesforceJson.Default.IReadOnlyListSalesforceError) ?? []).OfType<SalesforceError>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>How Salesforce's JSON is read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 32)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(IReadOnlyList<SalesforceError?>), TypeInfoPropertyName = "IReadOnlyListSalesforceError")]
[JsonSerializable(typeof(SalesforceCollection))]
[JsonSerializable(typeof(SalesforcePage))]
[JsonSerializable(typeof(SalesforceObject))]
internal sealed partial class SalesforceJson : JsonSerializerContext;
