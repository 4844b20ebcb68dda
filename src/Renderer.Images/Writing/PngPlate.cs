using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>The part of a picture that does not change, compressed in bands once, as small as it gets.</summary>
internal sealed class PngPlate
{
    /// <summary>Rows of a band: fewer leave more of a picture untouched by a line of text, more compress better.</summary>
    public const int Rows = 8;

    private const int Hardest = 9;
    private static readonly int[] Filters = [PngRows.None, PngRows.Sub, PngRows.Up, PngRows.Average, PngRows.Paeth];

    private readonly byte[] pixels;
    private readonly int rowBytes;
    private readonly byte[][] compressed;
    private readonly (uint Sum, int Length)[] sums;
    private readonly int[] filters;

    public PngPlate(Frame frame, bool opaque)
    {
        pixels = frame.Pixels.ToArray();
        rowBytes = frame.Width * Frame.PixelBytes;
        Opaque = opaque;
        var bands = Count(frame.Height);
        (compressed, sums, filters) = (new byte[bands][], new (uint, int)[bands], new int[bands]);
        for (var band = 0; band < bands; band++)
        {
            Compress(frame, opaque, band);
        }
    }

    public bool Opaque { get; }

    public long Bytes => pixels.Length + compressed.Sum(band => (long)band.Length);

    public ReadOnlySpan<byte> Pixels => pixels;

    public static int Count(int height) => (height + Rows - 1) / Rows;

    /// <summary>Whether a band of a frame is the one that is kept.</summary>
    public bool Has(int band, Frame frame)
    {
        var from = band * Rows * rowBytes;
        var length = Math.Min(Rows * rowBytes, pixels.Length - from);
        return pixels.AsSpan(from, length).SequenceEqual(frame.Pixels.Slice(from, length));
    }

    public ReadOnlySpan<byte> Compressed(int band) => compressed[band];

    public uint Sum(int band) => sums[band].Sum;

    public int Length(int band) => sums[band].Length;

    /// <summary>What compressed this row best when nothing was drawn over it.</summary>
    public int Filter(int row) => filters[row / Rows];

    private void Compress(Frame frame, bool opaque, int band)
    {
        var (from, to) = (band * Rows, Math.Min((band + 1) * Rows, frame.Height));
        foreach (var filter in Filters)
        {
            var made = new MemoryStream();
            // The row above may be another one in a picture: the first row does without it.
            var sum = PngWriter.Compress(frame, opaque, from, to, y => y == from && filter > PngRows.Sub ? PngRows.Sub : filter, Hardest, made);
            if (compressed[band] is null || made.Length < compressed[band].Length)
            {
                (compressed[band], sums[band], filters[band]) = (made.ToArray(), sum, filter);
            }
        }
    }
}
