using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Rows, and where the next are.</summary>
internal sealed record DataverseRows
{
    public IReadOnlyList<JsonElement>? Value { get; init; }

    [JsonPropertyName("@odata.nextLink")]
    public string? NextLink { get; init; }
}

/// <summary>The columns of a table.</summary>
internal sealed record DataverseColumns(IReadOnlyList<DataverseColumn>? Value);

/// <summary>One column, as EntityDefinitions have it.</summary>
internal sealed record DataverseColumn
{
    [JsonPropertyName("LogicalName")]
    public string? LogicalName { get; init; }

    [JsonPropertyName("AttributeType")]
    public string? AttributeType { get; init; }

    [JsonPropertyName("AttributeTypeName")]
    public DataverseTypeName? AttributeTypeName { get; init; }

    /// <summary>The column that this one is a shadow of: such cannot be asked for.</summary>
    [JsonPropertyName("AttributeOf")]
    public string? AttributeOf { get; init; }

    [JsonPropertyName("IsValidForRead")]
    public bool? IsValidForRead { get; init; }

    [JsonPropertyName("DisplayName")]
    public DataverseLabels? DisplayName { get; init; }

    [JsonPropertyName("OptionSet")]
    public DataverseOptionSet? OptionSet { get; init; }

    [JsonPropertyName("GlobalOptionSet")]
    public DataverseOptionSet? GlobalOptionSet { get; init; }
}

internal sealed record DataverseTypeName([property: JsonPropertyName("Value")] string? Value);

internal sealed record DataverseLabels([property: JsonPropertyName("UserLocalizedLabel")] DataverseLabel? UserLocalizedLabel);

internal sealed record DataverseLabel([property: JsonPropertyName("Label")] string? Label);

internal sealed record DataverseOptionSet([property: JsonPropertyName("Options")] IReadOnlyList<DataverseOption>? Options);

internal sealed record DataverseOption(
    [property: JsonPropertyName("Value")] int? Value, [property: JsonPropertyName("Label")] DataverseLabels? Label);

/// <summary>An error's body.</summary>
internal sealed record DataverseError(DataverseFault? Error)
{
    /// <summary>Reads a body; null when it says nothing of an error.</summary>
    public static DataverseFault? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, DataverseJson.Default.DataverseError)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What an error says.</summary>
/// <param name="Code">The platform's number, like 0x80040217.</param>
/// <param name="Message">Its text.</param>
internal sealed record DataverseFault(string? Code, string? Message);

/// <summary>How Dataverse's JSON is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 32)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(DataverseRows))]
[JsonSerializable(typeof(DataverseColumns))]
[JsonSerializable(typeof(DataverseError))]
internal sealed partial class DataverseJson : JsonSerializerContext;
