using Renderer.Images.Scenes;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Fills and strokes as an element's style says.</summary>
internal readonly struct Brush(SKCanvas canvas, DrawingState state, SceneElement element, SceneStyle style)
{
    /// <summary>Dashes of one path: more are drawn as one line.</summary>
    private const float MostDashes = 10_000;

    public void Draw(SKPath path)
    {
        var bounds = path.Bounds;
        if (Fill(bounds) is { } fill)
        {
            using (fill)
            {
                canvas.DrawPath(path, fill);
            }
        }

        if (Stroke(bounds, path) is { } stroke)
        {
            using (stroke)
            {
                canvas.DrawPath(path, stroke);
            }
        }
    }

    public void Draw(SKTextBlob blob, float x, float y, SKRect bounds)
    {
        if (Fill(bounds) is { } fill)
        {
            using (fill)
            {
                canvas.DrawText(blob, x, y, fill);
            }
        }

        if (Stroke(bounds, null) is { } stroke)
        {
            using (stroke)
            {
                canvas.DrawText(blob, x, y, stroke);
            }
        }
    }

    /// <summary>Null: nothing is to be filled.</summary>
    public SKPaint? Fill(SKRect bounds) => Paint(style.Fill, style.FillOpacity, bounds);

    private SKPaint? Stroke(SKRect bounds, SKPath? path)
    {
        if (style.Stroke.IsNone || style.StrokeWidth <= 0 || Paint(style.Stroke, style.StrokeOpacity, bounds) is not { } paint)
        {
            return null;
        }

        paint.IsStroke = true;
        (paint.StrokeWidth, paint.StrokeCap, paint.StrokeJoin, paint.StrokeMiter) = (style.StrokeWidth, style.Cap, style.Join, style.Miter);
        if (style.Dashes.Count > 0 && path is not null)
        {
            SetDashes(paint, path);
        }

        return paint;
    }

    private void SetDashes(SKPaint paint, SKPath path)
    {
        // What follows a path is at most as long as all straight ways between its points.
        var (length, points) = (0f, path.Points);
        for (var at = 1; at < points.Length; at++)
        {
            length += SKPoint.Distance(points[at - 1], points[at]);
        }

        var period = style.Dashes.Sum();
        if (period <= 0 || length / period > MostDashes)
        {
            state.Say(element, "scene_value", "Dashes this short are drawn as one line.");
            return;
        }

        using var effect = SKPathEffect.CreateDash([.. style.Dashes], style.DashOffset);
        paint.PathEffect = effect;
    }

    private SKPaint? Paint(PaintSource source, float opacity, SKRect bounds)
    {
        if (source.IsNone || opacity == 0)
        {
            return null;
        }

        var paint = new SKPaint { IsAntialias = true };
        if (source.Id is { } id)
        {
            if (Gradients.Of(id, element, bounds, state) is { } shader)
            {
                paint.Shader = shader;
                paint.ColorF = new SKColorF(0, 0, 0, opacity);
                shader.Dispose();
                return paint;
            }

            if (source.Color is null)
            {
                paint.Dispose();
                return null;
            }
        }

        var color = source.Color!.Value;
        paint.Color = color.WithAlpha((byte)MathF.Round(color.Alpha * opacity));
        return paint;
    }
}
