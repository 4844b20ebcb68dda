using Renderer.Images.Scenes;
using Renderer.Images.Writing;

namespace Renderer.Images.Keeping;

/// <summary>How a scene begins, drawn: what the next scene that begins so need not draw.</summary>
internal sealed class KeptPart
{
    /// <summary>Larger parts would take a processor for many seconds to be compressed as small as it gets.</summary>
    private const int MostPlatePixels = 1 << 20;

    /// <summary>What an element takes beside the text of its attributes, about.</summary>
    private const int ElementBytes = 200;

    /// <summary>The text it holds for.</summary>
    public required string Begins { get; init; }

    /// <summary>The tags that are open where it ends.</summary>
    public required string Open { get; init; }

    /// <summary>Elements of that text alone.</summary>
    public required SceneTree Tree { get; init; }

    /// <summary>Ids of the elements that are open where it ends: what they hold is known only with the rest.</summary>
    public required IReadOnlySet<string> OpenIds { get; init; }

    /// <summary>Images of the caller that it shows.</summary>
    public required IReadOnlyList<(string Address, ReadOnlyMemory<byte> Bytes)> Images { get; init; }

    /// <summary>Size, scale and theme that it was drawn for.</summary>
    public required (int Width, int Height, int Scale, bool Dark) Shape { get; init; }

    public required byte[] Pixels { get; init; }

    /// <summary>Of the picture, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Of the picture, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>It, compressed for PNG.</summary>
    public KeptPlate<PngPlate> Png { get; } = new();

    /// <summary>It, compressed for JPEG.</summary>
    public KeptPlate<JpegPlate> Jpeg { get; } = new();

    /// <summary>What these take.</summary>
    public long PlateBytes { get; set; }

    public bool IsWorthAPlate => (long)Width * Height <= MostPlatePixels;

    /// <summary>What it takes: pixels, the text twice (the second time as attributes), elements, images, what is compressed.</summary>
    public long Bytes => Pixels.Length + (4L * Begins.Length) + ((long)ElementBytes * Tree.InOrder.Count) + Images.Sum(image => (long)image.Bytes.Length) + PlateBytes;

    /// <summary>When it was used last, counted.</summary>
    public long Used { get; set; }

    /// <summary>An element with an id, all of which is known.</summary>
    public SceneElement? Find(string id) => OpenIds.Contains(id) ? null : Tree.Named.GetValueOrDefault(id);

    /// <summary>Whether a scene begins so, and the images are the same.</summary>
    public bool Fits(SceneOrder order, (int, int, int, bool) shape)
    {
        if (shape != Shape || !order.Scene.StartsWith(Begins, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var (address, bytes) in Images)
        {
            if (order.Images?.Invoke(address) is not { } now || !(now.Equals(bytes) || now.Span.SequenceEqual(bytes.Span)))
            {
                return false;
            }
        }

        return true;
    }
}
