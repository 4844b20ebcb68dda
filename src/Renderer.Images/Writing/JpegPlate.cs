using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>The part of a picture that does not change, each stretch of its rows compressed.</summary>
internal sealed class JpegPlate
{
    private readonly byte[] pixels;
    private readonly byte[][] stretches;

    /// <param name="frame">What does not change.</param>
    /// <param name="tables">By which it is compressed.</param>
    /// <param name="pixels">The frame's, to be shared.</param>
    public JpegPlate(Frame frame, JpegTables tables, byte[] pixels)
    {
        this.pixels = pixels;
        var row = new JpegRow(frame, tables);
        stretches = [.. Enumerable.Range(0, JpegRow.Count(frame.Height)).Select(row.Compress)];
    }

    /// <summary>What it takes beside the pixels.</summary>
    public long Bytes => stretches.Sum(stretch => (long)stretch.Length);

    /// <summary>A stretch as it was compressed; null where a frame has something else there.</summary>
    public byte[]? Compressed(int stretch, Frame frame)
    {
        var length = JpegRow.Rows * frame.Width * Frame.PixelBytes;
        var from = stretch * length;
        length = Math.Min(length, pixels.Length - from);
        return pixels.AsSpan(from, length).SequenceEqual(frame.Pixels.Slice(from, length)) ? stretches[stretch] : null;
    }
}
