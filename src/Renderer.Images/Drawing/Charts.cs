using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Small charts, drawn into a box.</summary>
internal static class Charts
{
    public const int MostValues = 200;

    public static void Progress(SKCanvas canvas, SKRect box, float share, float radius, SKPaint ink, SKColor ground)
    {
        using var below = new SKPaint { Color = ground, IsAntialias = true };
        using var outline = new SKRoundRect(box, Math.Clamp(radius, 0, box.Height / 2));
        canvas.DrawRoundRect(outline, below);
        canvas.Save();
        canvas.ClipRoundRect(outline, SKClipOperation.Intersect, antialias: true);
        using var done = new SKRoundRect(SKRect.Create(box.Left, box.Top, box.Width * Math.Clamp(share, 0, 1), box.Height), Math.Clamp(radius, 0, box.Height / 2));
        canvas.DrawRoundRect(done, ink);
        canvas.Restore();
    }

    public static void Stars(SKCanvas canvas, SKRect box, float value, int count, SKPaint ink, SKColor ground)
    {
        var size = Math.Min(box.Height, box.Width / count);
        using var below = new SKPaint { Color = ground, IsAntialias = true };
        for (var star = 0; star < count; star++)
        {
            var cell = SKRect.Create(box.Left + (star * size), box.Top + ((box.Height - size) / 2), size, size);
            using var path = Star(cell);
            canvas.DrawPath(path, below);
            var share = Math.Clamp(value - star, 0, 1);
            if (share > 0)
            {
                canvas.Save();
                canvas.ClipRect(SKRect.Create(cell.Left, cell.Top, cell.Width * share, cell.Height));
                canvas.DrawPath(path, ink);
                canvas.Restore();
            }
        }
    }

    /// <summary>Bars that stand on the box's lower side, as high as their share of the largest value.</summary>
    public static void Bars(SKCanvas canvas, SKRect box, List<float> values, float? most, float radius, SKPaint ink)
    {
        var top = Math.Max(most ?? values.Max(), 0.000001f);
        var step = box.Width / values.Count;
        var gap = values.Count == 1 ? 0 : step * 0.2f;
        for (var at = 0; at < values.Count; at++)
        {
            var height = box.Height * Math.Clamp(values[at] / top, 0, 1);
            var bar = SKRect.Create(box.Left + (at * step) + (gap / 2), box.Bottom - height, step - gap, height);
            canvas.DrawRoundRect(bar, Math.Min(radius, bar.Width / 2), Math.Min(radius, bar.Height / 2), ink);
        }
    }

    public static void Line(SKCanvas canvas, SKRect box, List<float> values, float? most, float width, SKPaint ink)
    {
        var low = Math.Min(0, values.Min());
        var range = Math.Max((most ?? values.Max()) - low, 0.000001f);
        using var builder = new SKPathBuilder();
        for (var at = 0; at < values.Count; at++)
        {
            var point = new SKPoint(
                box.Left + (values.Count == 1 ? 0 : at * box.Width / (values.Count - 1)),
                box.Bottom - (box.Height * Math.Clamp((values[at] - low) / range, 0, 1)));
            if (at == 0)
            {
                builder.MoveTo(point);
            }
            else
            {
                builder.LineTo(point);
            }
        }

        using var path = builder.Detach();
        (ink.IsStroke, ink.StrokeWidth, ink.StrokeJoin, ink.StrokeCap) = (true, width, SKStrokeJoin.Round, SKStrokeCap.Round);
        canvas.DrawPath(path, ink);
    }

    private static SKPath Star(SKRect cell)
    {
        const int Points = 10;
        var outer = cell.Width * 0.48f;
        Span<SKPoint> points = stackalloc SKPoint[Points];
        for (var at = 0; at < Points; at++)
        {
            var (sin, cos) = MathF.SinCos(at * MathF.Tau / Points);
            var radius = at % 2 == 0 ? outer : outer * 0.42f;
            points[at] = new SKPoint(cell.MidX + (radius * sin), cell.MidY - (radius * cos));
        }

        using var builder = new SKPathBuilder();
        builder.AddPoly(points, close: true);
        return builder.Detach();
    }
}
