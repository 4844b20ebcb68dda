namespace Renderer.Images.Writing;

/// <summary>Writes a GIF, frame by frame; each after the first is the box that changed.</summary>
#pragma warning disable CA1001 // A stream in memory holds nothing to be freed.
internal sealed class GifWriter
#pragma warning restore CA1001
{
    /// <summary>For ever.</summary>
    public const int Always = 0;

    private readonly MemoryStream to = new(32 << 10);
    private readonly Lzw lzw;
    private readonly int width;

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="colors">Red, green, blue of each index.</param>
    /// <param name="rounds">How often it is shown again, <see cref="Always"/> for ever; null: once, and its last frame stays.</param>
    public GifWriter(int width, int height, IReadOnlyList<uint> colors, int? rounds)
    {
        this.width = width;
        var bits = 1;
        while (1 << bits < colors.Count)
        {
            bits++;
        }

        lzw = new Lzw(Math.Max(bits, 2));
        to.Write("GIF89a"u8);
        Short(width);
        Short(height);
        to.Write([(byte)(0xF0 | (bits - 1)), 0, 0]);
        for (var index = 0; index < 1 << bits; index++)
        {
            var color = index < colors.Count ? colors[index] : 0;
            to.Write([(byte)(color >> 16), (byte)(color >> 8), (byte)color]);
        }

        if (rounds is { } times)
        {
            to.Write([0x21, 0xFF, 11]);
            to.Write("NETSCAPE2.0"u8);
            to.Write([3, 1]);
            Short(times);
            to.WriteByte(0);
        }
    }

    public long Length => to.Length;

    /// <summary>Adds a frame.</summary>
    /// <param name="indices">The whole picture as it is now.</param>
    /// <param name="box">What of it is new.</param>
    /// <param name="hundredths">How long it is shown, in 1/100 s.</param>
    /// <param name="clear">The index that lets through what is below; null: none does.</param>
    public void Add(ReadOnlySpan<byte> indices, (int X, int Y, int Width, int Height) box, int hundredths, byte? clear = null)
    {
        // Left standing: the next frame is drawn over it.
        to.Write([0x21, 0xF9, 4, (byte)(clear is null ? 4 : 5)]);
        Short(hundredths);
        to.Write([clear ?? 0, 0, 0x2C]);
        Short(box.X);
        Short(box.Y);
        Short(box.Width);
        Short(box.Height);
        to.WriteByte(0);
        lzw.Write(indices, width, box, to);
    }

    public byte[] End()
    {
        lzw.End();
        to.WriteByte(0x3B);
        return to.ToArray();
    }

    private void Short(int value) => to.Write([(byte)value, (byte)(value >> 8)]);
}
