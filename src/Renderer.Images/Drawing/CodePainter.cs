using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Draws modules as whole pixels where there is room and nothing is turned, so that readers see sharp edges.</summary>
internal static class CodePainter
{
    /// <summary>Scales that are apart by less are taken for one.</summary>
    private const float Same = 0.0001f;

    public static void Square(SKCanvas canvas, SKRect box, bool[][] rows, SKPaint ink)
    {
        var (unit, left, top) = Grid(canvas, box, rows.Length, rows.Length);
        using var builder = new SKPathBuilder();
        for (var y = 0; y < rows.Length; y++)
        {
            Runs(rows[y], (from, count) => builder.AddRect(SKRect.Create(left + (from * unit), top + (y * unit), count * unit, unit), SKPathDirection.Clockwise));
        }

        using var path = builder.Detach();
        canvas.DrawPath(path, ink);
    }

    public static void Bars(SKCanvas canvas, SKRect box, bool[] modules, SKPaint ink)
    {
        var (unit, left, _) = Grid(canvas, box, modules.Length, 1);
        Runs(modules, (from, count) => canvas.DrawRect(SKRect.Create(left + (from * unit), box.Top, count * unit, box.Height), ink));
    }

    /// <summary>A module's side, and where the first begins: in the middle of the box.</summary>
    private static (float Unit, float Left, float Top) Grid(SKCanvas canvas, SKRect box, int across, int down)
    {
        var exact = Math.Min(box.Width / across, down == 1 ? float.MaxValue : box.Height / down);
        var matrix = canvas.TotalMatrix;
        var pixels = MathF.Floor(exact * matrix.ScaleX);
        var whole = pixels >= 1 && matrix is { SkewX: 0, SkewY: 0 } && MathF.Abs(matrix.ScaleX - matrix.ScaleY) < Same;
        var unit = whole ? pixels / matrix.ScaleX : exact;
        var (left, top) = (box.Left + ((box.Width - (unit * across)) / 2), box.Top + ((box.Height - (unit * down)) / 2));
        return whole ? (unit, Whole(left, matrix.ScaleX, matrix.TransX), Whole(top, matrix.ScaleY, matrix.TransY)) : (unit, left, top);
    }

    /// <summary>The nearest place that is a whole pixel's.</summary>
    private static float Whole(float at, float scale, float moved) => (MathF.Round((at * scale) + moved) - moved) / scale;

    private static void Runs(bool[] modules, Action<int, int> dark)
    {
        for (var at = 0; at < modules.Length; at++)
        {
            var start = at;
            while (at < modules.Length && modules[at])
            {
                at++;
            }

            if (at > start)
            {
                dark(start, at - start);
            }
        }
    }
}
