namespace Renderer.Images;

/// <summary>How pictures are made.</summary>
public sealed record ImageSettings
{
    /// <summary>How much a picture may cost.</summary>
    public ImageLimits Limits { get; init; } = new();

    /// <summary>How hard the parts of a PNG that change are compressed, 1 (quick) to 9 (small); default 4. What is kept is compressed by 9.</summary>
    public int PngLevel { get; init; } = 4;

    /// <summary>The most colours of a PNG; 0 (default) is lossless, 2 to 256 makes a smaller one of a photograph.</summary>
    public int PngColors { get; init; }

    /// <summary>1 to 100; default 85.</summary>
    public int JpegQuality { get; init; } = 85;

    /// <summary>The most colours of a GIF, 2 to 256; default 32, which is plenty for lettering on a plain ground.</summary>
    public int GifColors { get; init; } = 32;

    /// <summary>Font files beside those of the house, whole (TrueType or OpenType). They are found by their own family names, before ours.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Fonts { get; init; } = [];
}
