using Renderer.Images.Drawing;
using Renderer.Images.Writing;
using Renderer.Images.Scenes;

namespace Renderer.Images.Keeping;

/// <summary>How a scene begins, drawn: what the next scene that begins so need not draw.</summary>
internal sealed class KeptPart
{
    private PngPlate? plate;
    private int started;

    /// <summary>The text it holds for.</summary>
    public required string Begins { get; init; }

    /// <summary>The tags that are open where it ends.</summary>
    public required string Open { get; init; }

    /// <summary>Elements with an id in it.</summary>
    public required Dictionary<string, SceneElement> Named { get; init; }

    public required StyleRules Rules { get; init; }

    /// <summary>Images of the caller that it shows.</summary>
    public required IReadOnlyList<(string Address, ReadOnlyMemory<byte> Bytes)> Images { get; init; }

    /// <summary>Size, scale and theme that it was drawn for.</summary>
    public required (int Width, int Height, int Scale, bool Dark) Shape { get; init; }

    public required byte[] Pixels { get; init; }

    /// <summary>What it takes, a compressed copy included.</summary>
    public long Bytes => (2L * Pixels.Length) + (2L * Begins.Length);

    /// <summary>When it was used last, counted.</summary>
    public long Used { get; set; }

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

    /// <summary>The plate for PNG; null until it is made, which takes longer than a picture may and is done beside.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="level">By which changing rows are compressed.</param>
    public PngPlate? Plate(int width, int height, int level)
    {
        if (plate is null && Interlocked.Exchange(ref started, 1) == 0)
        {
            ThreadPool.QueueUserWorkItem(_ => MakePlate(width, height, level));
        }

        return Volatile.Read(ref plate);
    }

    private void MakePlate(int width, int height, int level)
    {
        using var frame = new Frame(width, height);
        Pixels.CopyTo(frame.Pixels);
        Volatile.Write(ref plate, new PngPlate(frame, frame.IsOpaque, level));
    }
}
