namespace Renderer.Model;

/// <summary>What a connection to Segment's Profile API is told beside what all are.</summary>
public sealed record SegmentSettings : KindSettings
{
    /// <summary>The space's id, as Unify's settings show it.</summary>
    public string? Space { get; init; }

    /// <summary>External ids are lower case in this space, and are asked for so; default false: as they are given.</summary>
    public bool LowercaseIds { get; init; }
}
