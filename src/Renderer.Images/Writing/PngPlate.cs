using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>
/// The part of a picture that does not change, compressed in bands once, as small as it gets. Each band in some forms: one for each number of
/// unchanged bands before it that it may look back at.
/// </summary>
internal sealed class PngPlate
{
    /// <summary>Rows of a band: fewer leave more of a picture untouched by a line of text, more compress better.</summary>
    public const int Rows = 8;

    /// <summary>Bands that a band looks back at. Three of a mail's width are more than the 32 KiB that the format can.</summary>
    private const int MostBack = 3;

    private const int Hardest = 9;

    /// <summary>What an array takes beside its bytes, about.</summary>
    private const int FormBytes = 40;

    private static readonly int[] Filters = [PngRows.None, PngRows.Sub, PngRows.Up, PngRows.Average, PngRows.Paeth];

    private readonly byte[] pixels;
    private readonly int rowBytes;
    private readonly byte[][][] compressed;
    private readonly (uint Sum, int Length)[] sums;
    private readonly int[] filters;

    /// <param name="frame">What does not change.</param>
    /// <param name="opaque">Whether it is written without alpha.</param>
    /// <param name="level">By which the rows are compressed that do change.</param>
    /// <param name="pixels">The frame's, where the caller has them to share; null: they are copied.</param>
    public PngPlate(Frame frame, bool opaque, int level, byte[]? pixels = null)
    {
        this.pixels = pixels ?? frame.Pixels.ToArray();
        rowBytes = frame.Width * Frame.PixelBytes;
        Opaque = opaque;
        var bands = Count(frame.Height);
        (compressed, sums, filters) = (new byte[bands][][], new (uint, int)[bands], new int[bands]);
        var rows = new byte[bands][];
        for (var band = 0; band < bands; band++)
        {
            rows[band] = Choose(frame, band, rows, Hardest, back: 1).Rows;
            filters[band] = Choose(frame, band, rows, level, back: 0).Filter;
            sums[band] = (Adler.Of(rows[band]), rows[band].Length);
            compressed[band] = [.. Enumerable.Range(0, Math.Min(band, MostBack) + 1).Select(back => Compress(rows, band, rows[band], Hardest, back))];
        }
    }

    public bool Opaque { get; }

    /// <summary>What it takes beside the pixels.</summary>
    public long Bytes => compressed.Sum(forms => forms.Sum(form => (long)form.Length + FormBytes));

    public static int Count(int height) => (height + Rows - 1) / Rows;

    /// <summary>Whether a band of a frame is the one that is kept.</summary>
    public bool Has(int band, Frame frame)
    {
        var from = band * Rows * rowBytes;
        var length = Math.Min(Rows * rowBytes, pixels.Length - from);
        return pixels.AsSpan(from, length).SequenceEqual(frame.Pixels.Slice(from, length));
    }

    /// <param name="band">Which.</param>
    /// <param name="back">How many bands before it are unchanged.</param>
    public ReadOnlySpan<byte> Compressed(int band, int back) => compressed[band][Math.Min(back, compressed[band].Length - 1)];

    public uint Sum(int band) => sums[band].Sum;

    public int Length(int band) => sums[band].Length;

    /// <summary>What compresses this row best when something is drawn over it.</summary>
    public int Filter(int row) => filters[row / Rows];

    /// <summary>The filter that makes a band smallest, and the band filtered so.</summary>
    private (int Filter, byte[] Rows) Choose(Frame frame, int band, byte[][] before, int level, int back)
    {
        var (best, least, length) = (0, Array.Empty<byte>(), int.MaxValue);
        foreach (var filter in Filters)
        {
            // The row above may be another one in a picture: the first row does without it.
            var from = band * Rows;
            var rows = PngRows.Of(frame, Opaque, from, Math.Min(from + Rows, frame.Height), y => y == from && filter > PngRows.Sub ? PngRows.Sub : filter);
            var now = Compress(before, band, rows, level, back).Length;
            if (now < length)
            {
                (best, least, length) = (filter, rows, now);
            }
        }

        return (best, least);
    }

    private static byte[] Compress(byte[][] before, int band, byte[] rows, int level, int back)
    {
        var to = new MemoryStream();
        byte[] last = [];
        for (var at = Math.Max(0, band - back); at < band; at++)
        {
            last = [.. last, .. before[at]];
        }

        Deflater.Write(last, rows, level, to);
        return to.ToArray();
    }
}
