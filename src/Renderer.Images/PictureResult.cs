namespace Renderer.Images;

/// <summary>A picture, or why there is none.</summary>
public sealed record PictureResult
{
    /// <summary>Why there is none; <see cref="PictureFailure.None"/> where there is one.</summary>
    public PictureFailure Failure { get; private init; }

    /// <summary>What failed, for logs and previews: a place in the scene, never a value of a person.</summary>
    public string? Detail { get; private init; }

    /// <summary>The encoded picture; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>In pixels.</summary>
    public int Width { get; private init; }

    /// <summary>In pixels.</summary>
    public int Height { get; private init; }

    /// <summary>1 unless it moves.</summary>
    public int Frames { get; private init; }

    /// <summary>Whether the part that does not change was at hand.</summary>
    public bool KeptPartUsed { get; private init; }

    internal static PictureResult Of(byte[] bytes, int width, int height, int frames, bool kept) =>
        new() { Bytes = bytes, Width = width, Height = height, Frames = frames, KeptPartUsed = kept };

    internal static PictureResult Fail(PictureFailure failure, string? detail = null) => new() { Failure = failure, Detail = detail };
}
