using Renderer.Images.Scenes;
using Renderer.Images.Text;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Draws lines of text, so many letters at once that the time is looked at in between.</summary>
internal readonly struct LinePainter(SKCanvas canvas, DrawingState state, SceneElement element)
{
    /// <summary>What letters drawn at once may cover, in pixels: some milliseconds.</summary>
    private const float MostPixels = 1 << 18;

    private const int MostGlyphs = 256;

    /// <summary>Draws a line from its left end.</summary>
    /// <param name="line">What is drawn.</param>
    /// <param name="left">Where it begins.</param>
    /// <param name="y">Of the base line.</param>
    /// <param name="box">What gradients are laid over; null: each run by itself.</param>
    public void Draw(TextLine line, float left, float y, SKRect? box = null)
    {
        foreach (var run in line.Runs)
        {
            var style = run.Of.Style;
            Draw(run, left, y, box ?? SKRect.Create(left, y - (run.Of.Font.Ascent * style.Size), run.Width, (run.Of.Font.Ascent + run.Of.Font.Descent) * style.Size));
            left += run.Width;
        }
    }

    private void Draw(ShapedRun run, float x, float y, SKRect box)
    {
        var style = run.Of.Style;
        var brush = new Brush(canvas, state, element, style);
        using var font = Pen.Of(run.Of.Font, style);
        var most = AtOnce(style.Size);
        for (var at = 0; at < run.Glyphs.Length && state.InTime(element); at += most)
        {
            var count = Math.Min(most, run.Glyphs.Length - at);
            using var builder = new SKTextBlobBuilder();
            builder.AddPositionedRun(run.Glyphs.AsSpan(at, count), font, run.Places.AsSpan(at, count));
            using var blob = builder.Build();
            if (blob is not null)
            {
                brush.Draw(blob, x, y, box);
            }
        }

        if (run.Glyphs.Length > 0 && (style.Underline || style.StrikeThrough) && brush.Fill(box) is { } paint)
        {
            using (paint)
            {
                Rule(canvas, style.Underline, 0.1f);
                Rule(canvas, style.StrikeThrough, -0.3f);

                void Rule(SKCanvas on, bool wanted, float below)
                {
                    if (wanted)
                    {
                        on.DrawRect(x, y + (below * style.Size), run.Width, Math.Max(1, style.Size / 16), paint);
                    }
                }
            }
        }
    }

    private int AtOnce(float size)
    {
        var (matrix, seen) = (canvas.TotalMatrix, canvas.DeviceClipBounds);
        var letter = size * size * Math.Abs((matrix.ScaleX * matrix.ScaleY) - (matrix.SkewX * matrix.SkewY));
        var covered = Math.Min(letter, (float)seen.Width * seen.Height);
        return (int)Math.Clamp(MostPixels / Math.Max(covered, 1), 1, MostGlyphs);
    }
}
