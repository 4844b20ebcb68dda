using System.Collections.Concurrent;
using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>Writes JPEG (baseline, chroma halved). Rows that are those of a <see cref="JpegPlate"/> are taken from it as they were compressed.</summary>
internal static class JpegWriter
{
    private const int MostSide = 65_535;

    private static readonly ConcurrentDictionary<int, JpegTables> Qualities = new();

    public static JpegTables Tables(int quality) => Qualities.GetOrAdd(Math.Clamp(quality, 1, 100), one => new JpegTables(one));

    /// <param name="frame">The picture.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="plate">What of it does not change.</param>
    /// <param name="inTime">Whether it may go on; where it may not, what comes back is no picture. Null: it always may.</param>
    public static byte[] Write(Frame frame, int quality, JpegPlate? plate = null, Func<bool>? inTime = null)
    {
        if (frame.Width > MostSide || frame.Height > MostSide)
        {
            throw new InvalidOperationException($"A JPEG has at most {MostSide} pixels on a side.");
        }

        var tables = Tables(quality);
        var to = new MemoryStream(32 << 10);
        Begin(to, frame, tables);
        JpegRow? row = null;
        for (var stretch = 0; stretch < JpegRow.Count(frame.Height) && inTime?.Invoke() != false; stretch++)
        {
            if (stretch > 0)
            {
                // Stretches are counted from 0 to 7, and again.
                to.Write([0xFF, (byte)(0xD0 | ((stretch - 1) & 7))]);
            }

            to.Write(plate?.Compressed(stretch, frame) ?? (row ??= new JpegRow(frame, tables)).Compress(stretch));
        }

        to.Write([0xFF, 0xD9]);
        return to.ToArray();
    }

    private static void Begin(MemoryStream to, Frame frame, JpegTables tables)
    {
        to.Write([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        tables.Write(to);
        to.Write([0xFF, 0xC0, 0, 17, 8, (byte)(frame.Height >> 8), (byte)frame.Height, (byte)(frame.Width >> 8), (byte)frame.Width]);
        to.Write([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);

        // A stretch is as long as the picture is wide.
        var blocks = (frame.Width + JpegRow.Rows - 1) / JpegRow.Rows;
        to.Write([0xFF, 0xDD, 0, 4, (byte)(blocks >> 8), (byte)blocks]);
        to.Write([0xFF, 0xDA, 0, 12, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }
}
