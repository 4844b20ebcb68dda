using System.Text.Json;
using System.Text.Json.Serialization;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>A page of traits.</summary>
internal sealed record SegmentTraits(JsonElement Traits, SegmentCursor? Cursor);

/// <summary>A page of external ids.</summary>
internal sealed record SegmentExternalIds(IReadOnlyList<SegmentExternalId?>? Data);

/// <summary>One external id; a profile may have several of a type.</summary>
internal sealed record SegmentExternalId(string? Type, string? Id);

/// <summary>Where the next page is.</summary>
internal sealed record SegmentCursor(bool HasMore, string? Next);

/// <summary>An error's body.</summary>
internal sealed record SegmentError(SegmentFault? Error)
{
    /// <summary>The error's code in a body; null when it is none.</summary>
    public static string? CodeOf(string? body)
    {
        try
        {
            return body is null ? null : JsonSerializer.Deserialize(body, SegmentJson.Default.SegmentError)?.Error?.Code;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record SegmentFault(string? Code);

/// <summary>How Segment's JSON is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 32)]
[JsonSerializable(typeof(SegmentTraits))]
[JsonSerializable(typeof(SegmentExternalIds))]
[JsonSerializable(typeof(SegmentError))]
internal sealed partial class SegmentJson : JsonSerializerContext;
