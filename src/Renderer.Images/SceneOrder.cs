using Renderer.Model;

namespace Renderer.Images;

/// <summary>What is to be drawn.</summary>
public sealed record SceneOrder
{
    /// <summary>The scene: SVG in which merge tags are already replaced. It is treated as hostile.</summary>
    public required string Scene { get; init; }

    /// <summary>What kind of bytes.</summary>
    public required PictureFormat Format { get; init; }

    /// <summary>Names the template's version and slot: what scenes of one name share is drawn once and kept. Null keeps nothing.</summary>
    public string? Version { get; init; }

    /// <summary>In pixels at scale 1; 0 takes the scene's own.</summary>
    public int Width { get; init; }

    /// <summary>In pixels at scale 1; 0 takes the scene's own.</summary>
    public int Height { get; init; }

    /// <summary>Pixels of the picture for one of the scene: 1, or 2 for dense screens. 1 to 4; default 1.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Whether the variant for dark surroundings is wanted.</summary>
    public bool Dark { get; init; }

    /// <summary>The instant that countdowns count from.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The person's time zone, in which an end without an offset is meant; null is UTC.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>
    /// Bytes of the images that the scene names by address, fetched by the caller, who knows which origins are allowed; null: none.
    /// Equal memory is taken for an equal image.
    /// </summary>
    public Func<string, ReadOnlyMemory<byte>?>? Images { get; init; }
}
