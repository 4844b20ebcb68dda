using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>A contact. HubSpot gives every property as text.</summary>
internal sealed record HubSpotContact
{
    [JsonConverter(typeof(LooseText))]
    public string? Id { get; init; }

    [JsonConverter(typeof(HubSpotProperties))]
    public IReadOnlyDictionary<string, string?> Properties { get; init; } = new Dictionary<string, string?>();

    public bool Archived { get; init; }
}

/// <summary>The question of a batch read.</summary>
internal sealed record HubSpotBatchRequest(IReadOnlyList<string> Properties, string? IdProperty, IReadOnlyList<HubSpotInput> Inputs);

/// <summary>One contact of a batch read.</summary>
internal sealed record HubSpotInput(string Id);

/// <summary>The answer of a batch read.</summary>
internal sealed record HubSpotBatch
{
    public string? Status { get; init; }

    public IReadOnlyList<HubSpotContact?>? Results { get; init; }

    public IReadOnlyList<HubSpotError?>? Errors { get; init; }
}

/// <summary>An error; every member may be absent.</summary>
internal sealed record HubSpotError
{
    public string? Status { get; init; }

    public string? Category { get; init; }

    /// <summary>Which limit a 429 is about: SECONDLY, TEN_SECONDLY_ROLLING or DAILY.</summary>
    public string? PolicyName { get; init; }

    /// <summary>Reads an error's body; null when it is none.</summary>
    public static HubSpotError? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, HubSpotJson.Default.HubSpotError);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How HubSpot's JSON is read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32)]
[JsonSerializable(typeof(HubSpotContact))]
[JsonSerializable(typeof(HubSpotBatchRequest))]
[JsonSerializable(typeof(HubSpotBatch))]
[JsonSerializable(typeof(HubSpotError))]
[JsonSerializable(typeof(HubSpotPage))]
[JsonSerializable(typeof(HubSpotSearch))]
[JsonSerializable(typeof(HubSpotDescriptions))]
internal sealed partial class HubSpotJson : JsonSerializerContext;
