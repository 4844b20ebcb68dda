namespace Renderer.Images.Writing;

/// <summary>Median cut: colours in boxes, the box with the most to gain is halved until there are enough.</summary>
internal static class ColorBoxes
{
    /// <summary>Sorts the colours into at most so many boxes of neighbours.</summary>
    public static List<(int From, int Count)> Cut(Shade[] all, int most)
    {
        var queue = new PriorityQueue<(int From, int Count), long>();
        var done = new List<(int, int)>();
        Add(0, all.Length);
        while (queue.Count > 0 && queue.Count + done.Count < most)
        {
            var (from, count) = queue.Dequeue();
            if (count < 2)
            {
                done.Add((from, count));
                continue;
            }

            var half = Halve(all.AsSpan(from, count));
            Add(from, half);
            Add(from + half, count - half);
        }

        return [.. done, .. queue.UnorderedItems.Select(item => item.Element)];

        void Add(int from, int count) => queue.Enqueue((from, count), -Gain(all.AsSpan(from, count)));
    }

    /// <summary>A box's colour: the one that most of its pixels have, else their mean.</summary>
    public static uint Mean(ReadOnlySpan<Shade> box)
    {
        var (red, green, blue, total) = (0L, 0L, 0L, 0L);
        var top = box[0];
        foreach (var shade in box)
        {
            red += (long)Part(shade.Color, 16) * shade.Count;
            green += (long)Part(shade.Color, 8) * shade.Count;
            blue += (long)Part(shade.Color, 0) * shade.Count;
            total += shade.Count;
            top = shade.Count > top.Count ? shade : top;
        }

        return 2L * top.Count >= total ? top.Color
            : (uint)((red + (total / 2)) / total) << 16 | (uint)((green + (total / 2)) / total) << 8 | (uint)((blue + (total / 2)) / total);
    }

    public static int Distance(uint a, uint b)
    {
        var (red, green, blue) = (Part(a, 16) - Part(b, 16), Part(a, 8) - Part(b, 8), Part(a, 0) - Part(b, 0));
        return (2 * red * red) + (4 * green * green) + (3 * blue * blue);
    }

    private static int Part(uint color, int shift) => (int)(color >> shift) & 255;

    /// <summary>How far its colours are apart, weighed by the root of their pixels: a large ground does not take all.</summary>
    private static long Gain(ReadOnlySpan<Shade> box)
    {
        var (_, range) = Widest(box);
        var pixels = 0L;
        foreach (var shade in box)
        {
            pixels += shade.Count;
        }

        return (long)(range * (double)range * Math.Sqrt(pixels));
    }

    private static (int Shift, int Range) Widest(ReadOnlySpan<Shade> box)
    {
        var (best, most) = (8, -1);
        for (var shift = 0; shift <= 16; shift += 8)
        {
            var (low, high) = (255, 0);
            foreach (var shade in box)
            {
                low = Math.Min(low, Part(shade.Color, shift));
                high = Math.Max(high, Part(shade.Color, shift));
            }

            if (high - low > most)
            {
                (best, most) = (shift, high - low);
            }
        }

        return (best, most);
    }

    private static int Halve(Span<Shade> box)
    {
        var (shift, _) = Widest(box);
        box.Sort((a, b) => Part(a.Color, shift) - Part(b.Color, shift));
        var middle = (Part(box[0].Color, shift) + Part(box[^1].Color, shift)) / 2;
        for (var at = 1; at < box.Length; at++)
        {
            if (Part(box[at].Color, shift) > middle)
            {
                return at;
            }
        }

        return box.Length / 2;
    }
}
