namespace Renderer.Images.Moving;

/// <summary>The smallest box around what differs between two pictures.</summary>
internal static class DeltaBox
{
    /// <summary>One pixel where nothing does: a frame is never empty.</summary>
    public static (int X, int Y, int Width, int Height) Of(ReadOnlySpan<byte> before, ReadOnlySpan<byte> now, int width)
    {
        var first = before.CommonPrefixLength(now);
        if (first == now.Length)
        {
            return (0, 0, 1, 1);
        }

        var (top, bottom, left, right) = (first / width, first / width, width, 0);
        for (var y = top; y < now.Length / width; y++)
        {
            var a = before.Slice(y * width, width);
            var b = now.Slice(y * width, width);
            var start = a.CommonPrefixLength(b);
            if (start == width)
            {
                continue;
            }

            var end = width;
            while (a[end - 1] == b[end - 1])
            {
                end--;
            }

            (bottom, left, right) = (y, Math.Min(left, start), Math.Max(right, end));
        }

        return (left, top, right - left, bottom - top + 1);
    }
}
