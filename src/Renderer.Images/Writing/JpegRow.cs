using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>Writes rows of a frame, 16 at once: each such stretch stands by itself, so that it can be taken over from another picture.</summary>
internal sealed class JpegRow(Frame frame, JpegTables tables)
{
    /// <summary>Rows of a stretch: two blocks of luma, one of chroma, which has half of its rows and columns.</summary>
    public const int Rows = 16;

    private const int Side = 8;

    /// <summary>Cosines of the eight frequencies at eight places, each place's together.</summary>
    private static readonly float[] Cosines =
    [
        .. from place in Enumerable.Range(0, Side)
           from wave in Enumerable.Range(0, Side)
           select (wave == 0 ? MathF.Sqrt(0.125f) : 0.5f * MathF.Cos(((2 * place) + 1) * wave * MathF.PI / 16)),
    ];

    private readonly int width = (frame.Width + Rows - 1) / Rows * Rows;
    private readonly float[] luma = new float[(frame.Width + Rows) * Rows];
    private readonly float[] blue = new float[(frame.Width + Rows) * Rows];
    private readonly float[] red = new float[(frame.Width + Rows) * Rows];
    private readonly JpegBits bits = new();

    public static int Count(int height) => (height + Rows - 1) / Rows;

    /// <summary>Compresses a stretch.</summary>
    public byte[] Compress(int stretch)
    {
        for (var y = 0; y < Rows; y++)
        {
            // Below the picture its last row goes on.
            Split(MemoryMarshal.Cast<byte, uint>(frame.Row(Math.Min((stretch * Rows) + y, frame.Height - 1))), y * width);
        }

        Halve(blue);
        Halve(red);
        var (one, two, three) = (0, 0, 0);
        for (var x = 0; x < width; x += Rows)
        {
            Add(luma, x, width, 0, ref one);
            Add(luma, x + Side, width, 0, ref one);
            Add(luma, x + (Side * width), width, 0, ref one);
            Add(luma, x + Side + (Side * width), width, 0, ref one);
            Add(blue, x / 2, width / 2, 1, ref two);
            Add(red, x / 2, width / 2, 1, ref three);
        }

        return bits.End();
    }

    /// <summary>Luma and the two differences of a row; beside the picture its last pixel goes on. What lets through shows white, as a mail's page does.</summary>
    private void Split(ReadOnlySpan<uint> row, int to)
    {
        Span<uint> eight = stackalloc uint[Side];
        for (var x = 0; x < width; x += Side)
        {
            var pixels = row.Length - x >= Side ? row.Slice(x, Side) : Filled(row[Math.Min(x, row.Length - 1)..], eight);
            var color = Vector256.Create(pixels);
            var white = Vector256.Create(255u) - (color >>> 24);
            var r = Vector256.ConvertToSingle(((color >>> 16 & Vector256.Create(255u)) + white).AsInt32());
            var g = Vector256.ConvertToSingle(((color >>> 8 & Vector256.Create(255u)) + white).AsInt32());
            var b = Vector256.ConvertToSingle(((color & Vector256.Create(255u)) + white).AsInt32());
            ((r * 0.299f) + (g * 0.587f) + (b * 0.114f) - Vector256.Create(128f)).CopyTo(luma, to + x);
            ((r * -0.168736f) - (g * 0.331264f) + (b * 0.5f)).CopyTo(blue, to + x);
            ((r * 0.5f) - (g * 0.418688f) - (b * 0.081312f)).CopyTo(red, to + x);
        }
    }

    private static Span<uint> Filled(ReadOnlySpan<uint> rest, Span<uint> eight)
    {
        eight.Fill(rest[^1]);
        rest[..Math.Min(rest.Length, eight.Length)].CopyTo(eight);
        return eight;
    }

    /// <summary>Makes each two by two values one, their mean, in place.</summary>
    private void Halve(float[] plane)
    {
        var half = width / 2;
        for (var y = 0; y < Side; y++)
        {
            var upper = plane.AsSpan(2 * y * width, width);
            var lower = plane.AsSpan(((2 * y) + 1) * width, width);
            for (var x = 0; x < half; x++)
            {
                plane[(y * half) + x] = (upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1]) / 4;
            }
        }
    }

    /// <summary>Turns a block into frequencies, rows first, and writes them as finely as they are kept.</summary>
    private void Add(float[] plane, int from, int stride, int table, ref int before)
    {
        Span<float> half = stackalloc float[JpegTables.Block];
        for (var y = 0; y < Side; y++)
        {
            Sum(plane.AsSpan(from + (y * stride), Side), 1, Cosines).CopyTo(half[(y * Side)..]);
        }

        Span<int> block = stackalloc int[JpegTables.Block];
        for (var wave = 0; wave < Side; wave++)
        {
            var values = Sum(Cosines.AsSpan(wave), Side, half) * Vector256.Create(tables.Shares[table], wave * Side);
            Vector256.ConvertToInt32(Vector256.Round(values)).CopyTo(block[(wave * Side)..]);
        }

        bits.Add(block, table, ref before);
    }

    /// <summary>The sum of eight vectors, each times a number.</summary>
    private static Vector256<float> Sum(ReadOnlySpan<float> numbers, int step, ReadOnlySpan<float> vectors)
    {
        var sum = Vector256<float>.Zero;
        for (var at = 0; at < Side; at++)
        {
            sum = Vector256.MultiplyAddEstimate(Vector256.Create(numbers[at * step]), Vector256.Create(vectors.Slice(at * Side, Side)), sum);
        }

        return sum;
    }
}
