using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Draws modules as whole pixels where there is room, so that readers see sharp edges.</summary>
internal static class CodePainter
{
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
        var scale = Math.Max(0.001f, Math.Abs(canvas.TotalMatrix.ScaleX));
        var pixels = MathF.Floor(exact * scale);
        var unit = pixels >= 1 ? pixels / scale : exact;
        var (left, top) = (box.Left + ((box.Width - (unit * across)) / 2), box.Top + ((box.Height - (unit * down)) / 2));
        return (unit, MathF.Round(left * scale) / scale, MathF.Round(top * scale) / scale);
    }

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
