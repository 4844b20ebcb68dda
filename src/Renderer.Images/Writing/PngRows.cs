using Renderer.Images.Drawing;

namespace Renderer.Images.Writing;

/// <summary>Rows of a frame as PNG has them: red, green, blue, and alpha where there is any, through one of its filters.</summary>
internal static class PngRows
{
    /// <summary>PNG's filters, and their numbers.</summary>
    public const int None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Writes a row's colours, not premultiplied.</summary>
    public static void Colors(ReadOnlySpan<byte> row, Span<byte> colors, bool opaque)
    {
        if (opaque)
        {
            for (int from = 0, to = 0; from + 3 < row.Length; from += Frame.PixelBytes, to += 3)
            {
                (colors[to], colors[to + 1], colors[to + 2]) = (row[from + 2], row[from + 1], row[from]);
            }

            return;
        }

        for (var at = 0; at + 3 < row.Length; at += Frame.PixelBytes)
        {
            int alpha = row[at + 3];
            colors[at + 3] = (byte)alpha;
            if (alpha is 0 or 255)
            {
                (colors[at], colors[at + 1], colors[at + 2]) = (row[at + 2], row[at + 1], row[at]);
                continue;
            }

            for (var part = 0; part < 3; part++)
            {
                colors[at + part] = (byte)Math.Min(255, ((row[at + 2 - part] * 255) + (alpha / 2)) / alpha);
            }
        }
    }

    /// <summary>Rows of a frame, each through a filter of its own.</summary>
    public static byte[] Of(Frame frame, bool opaque, int from, int to, Func<int, int> filter)
    {
        var step = opaque ? 3 : 4;
        var length = frame.Width * step;
        var rows = new byte[(length + 1) * (to - from)];
        Span<byte> work = new byte[2 * length];
        var now = work[..length];
        var above = work[length..];
        if (from > 0)
        {
            Colors(frame.Row(from - 1), above, opaque);
        }

        for (var y = from; y < to; y++)
        {
            Colors(frame.Row(y), now, opaque);
            Filter(filter(y), now, y == 0 ? default : above, step, rows.AsSpan((y - from) * (length + 1)));
            var before = above;
            above = now;
            now = before;
        }

        return rows;
    }

    /// <summary>Filters a row.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="row">Its colours.</param>
    /// <param name="above">Those of the row above; empty at the top.</param>
    /// <param name="step">Bytes of a pixel.</param>
    /// <param name="to">The filter's number, then the filtered row.</param>
    public static void Filter(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> to)
    {
        to[0] = (byte)filter;
        to = to[1..(row.Length + 1)];
        switch (filter)
        {
            case Sub:
                row[..step].CopyTo(to);
                Subtract(row[step..], row[..^step], to[step..]);
                break;
            case Up when !above.IsEmpty:
                Subtract(row, above[..row.Length], to);
                break;
            case Average:
                for (var at = 0; at < row.Length; at++)
                {
                    to[at] = (byte)(row[at] - (((at < step ? 0 : row[at - step]) + (above.IsEmpty ? 0 : above[at])) >> 1));
                }

                break;
            case Paeth:
                for (var at = 0; at < row.Length; at++)
                {
                    int left = at < step ? 0 : row[at - step], up = above.IsEmpty ? 0 : above[at], corner = at < step || above.IsEmpty ? 0 : above[at - step];
                    to[at] = (byte)(row[at] - Nearest(left, up, corner));
                }

                break;
            default:
                row.CopyTo(to);
                break;
        }
    }

    private static void Subtract(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> to)
    {
        var at = 0;
        for (var width = System.Numerics.Vector<byte>.Count; at + width <= a.Length; at += width)
        {
            (new System.Numerics.Vector<byte>(a[at..]) - new System.Numerics.Vector<byte>(b[at..])).CopyTo(to[at..]);
        }

        for (; at < a.Length; at++)
        {
            to[at] = (byte)(a[at] - b[at]);
        }
    }

    private static int Nearest(int left, int up, int corner)
    {
        var (p, q, r) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return p <= q && p <= r ? left : q <= r ? up : corner;
    }
}
