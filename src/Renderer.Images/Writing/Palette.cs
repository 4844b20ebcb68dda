using System.Runtime.InteropServices;

namespace Renderer.Images.Writing;

/// <summary>Colours of a moving picture: all there are when they fit, else the best by median cut. The dominant ones stay exact.</summary>
internal sealed class Palette
{
    /// <summary>Above so many different colours only their upper five bits are told apart.</summary>
    private const int MostExact = 4_096;
    private const uint Coarse = 0xF8F8F8;

    private readonly Dictionary<uint, int> counts = new(1_024);
    private readonly Dictionary<uint, byte> indices = new(1_024);
    private uint mask = 0xFFFFFF;

    public IReadOnlyList<uint> Colors { get; private set; } = [];

    /// <summary>Counts the colours of a picture, or of a part of it.</summary>
    public void Count(ReadOnlySpan<uint> pixels)
    {
        for (var at = 0; at < pixels.Length;)
        {
            // Grounds are long stretches of one colour.
            var color = pixels[at];
            var run = pixels[at..].IndexOfAnyExcept(color);
            run = run < 0 ? pixels.Length - at : run;
            CollectionsMarshal.GetValueRefOrAddDefault(counts, color & mask, out _) += run;
            at += run;
            if (counts.Count > MostExact && mask != Coarse)
            {
                Coarsen();
            }
        }
    }

    /// <summary>Chooses the colours; what was counted can be mapped from now on.</summary>
    public void Choose(int most)
    {
        var all = counts.Select(pair => new Shade(Whole(pair.Key), pair.Value)).ToArray();
        var boxes = ColorBoxes.Cut(all, Math.Clamp(most, 2, 256));
        var colors = boxes.Select(box => ColorBoxes.Mean(all.AsSpan(box.From, box.Count))).Distinct().ToArray();
        foreach (var shade in all)
        {
            indices[shade.Color & mask] = Nearest(colors, shade.Color);
        }

        Colors = colors;
    }

    /// <summary>Writes a part of a picture as indices.</summary>
    public void Map(ReadOnlySpan<uint> pixels, Span<byte> to)
    {
        for (var at = 0; at < pixels.Length;)
        {
            var color = pixels[at];
            var run = pixels[at..].IndexOfAnyExcept(color);
            run = run < 0 ? pixels.Length - at : run;
            to.Slice(at, run).Fill(indices[color & mask]);
            at += run;
        }
    }

    /// <summary>A colour of which all bits are known, or those of the upper ones from black to white.</summary>
    private uint Whole(uint color) => mask == Coarse ? color | (color >> 5 & ~Coarse & 0xFFFFFF) : color;

    private void Coarsen()
    {
        var exact = counts.ToArray();
        counts.Clear();
        mask = Coarse;
        foreach (var (color, count) in exact)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, color & mask, out _) += count;
        }
    }

    private static byte Nearest(uint[] colors, uint color)
    {
        var (best, least) = (0, int.MaxValue);
        for (var at = 0; at < colors.Length; at++)
        {
            var distance = ColorBoxes.Distance(colors[at], color);
            if (distance < least)
            {
                (best, least) = (at, distance);
            }
        }

        return (byte)best;
    }
}

/// <summary>A colour and how many pixels have it.</summary>
internal readonly record struct Shade(uint Color, int Count);
