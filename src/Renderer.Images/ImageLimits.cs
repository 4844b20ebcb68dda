namespace Renderer.Images;

/// <summary>How much a picture may cost. Beyond it there is a <see cref="PictureFailure"/>, never an exception.</summary>
public sealed record ImageLimits
{
    /// <summary>Characters of a scene, embedded images included; default 2 Mi.</summary>
    public int SceneCharacters { get; init; } = 2 << 20;

    /// <summary>Elements of a scene, and elements drawn where some are used again; default 4,000.</summary>
    public int Elements { get; init; } = 4_000;

    /// <summary>How deep elements may nest; default 32.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Characters drawn as text; default 4,000.</summary>
    public int TextCharacters { get; init; } = 4_000;

    /// <summary>Pixels of one frame; default 4 Mi (2048 x 2048).</summary>
    public int Pixels { get; init; } = 4 << 20;

    /// <summary>Pixels of all frames of a moving picture, which some mail clients decode at once; default 32 Mi.</summary>
    public int MovingPixels { get; init; } = 32 << 20;

    /// <summary>Frames of a moving picture; default 120.</summary>
    public int Frames { get; init; } = 120;

    /// <summary>Pixels of one embedded or handed-in image, known before it is decoded; default 8 Mi.</summary>
    public int ImagePixels { get; init; } = 8 << 20;

    /// <summary>Pixels of all images of a scene; default 16 Mi.</summary>
    public int AllImagePixels { get; init; } = 16 << 20;

    /// <summary>Encoded bytes; default 4 MiB.</summary>
    public int Bytes { get; init; } = 4 << 20;

    /// <summary>What one picture may take once it is drawn; default 500 ms.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Pictures drawn at once; default twice the processors.</summary>
    public int Concurrency { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Pictures that wait for their turn; default 64. The next ones are <see cref="PictureFailure.Busy"/>.</summary>
    public int Queue { get; init; } = 64;

    /// <summary>Bytes of all kept parts: what is drawn once for a version; default 64 MiB.</summary>
    public long KeptBytes { get; init; } = 64 << 20;
}
