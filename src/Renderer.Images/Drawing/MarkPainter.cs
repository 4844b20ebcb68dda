using System.Globalization;
using Renderer.Images.Codes;
using Renderer.Images.Scenes;
using Renderer.Model;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>
/// Draws what a <c>rect</c> with <c>data-mark</c> stands for, into its box: a progress bar, stars, a bar or line chart, a QR code, Code 128, EAN-13.
/// Its <c>fill</c> is the ink, <c>data-ground</c> what lies below.
/// </summary>
internal sealed class MarkPainter(SKCanvas canvas, DrawingState state)
{
    public void Paint(string mark, SceneElement element, SceneStyle style)
    {
        float Get(string name) => Geometry.Length(element, name, style, state);
        var box = SKRect.Create(Get("x"), Get("y"), Get("width"), Get("height"));
        if (!style.Visible || box.Width <= 0 || box.Height <= 0 || new Brush(canvas, state, element, style).Fill(box) is not { } ink)
        {
            return;
        }

        using (ink)
        {
            switch (mark)
            {
                case "progress" when Number(element["data-value"]) is { } value:
                    Charts.Progress(canvas, box, value / (Number(element["data-max"]) ?? 1), Get("rx"), ink, Ground(element, style));
                    break;
                case "stars" when Number(element["data-value"]) is { } value:
                    Charts.Stars(canvas, box, value, (int)Math.Clamp(Number(element["data-max"]) ?? 5, 1, 20), ink, Ground(element, style));
                    break;
                case "bars" when Lengths.TryList(element["data-values"] ?? "", Charts.MostValues) is { Count: > 0 } values:
                    Charts.Bars(canvas, box, values, Number(element["data-max"]), Get("rx"), ink);
                    break;
                case "line" when Lengths.TryList(element["data-values"] ?? "", Charts.MostValues) is { Count: > 0 } values:
                    Charts.Line(canvas, box, values, Number(element["data-max"]), element["stroke-width"] is null ? 2 : style.StrokeWidth, ink);
                    break;
                case "qr" or "code128" or "ean13" when element["data-text"] is { } text:
                    Code(mark, text, box, element, ink);
                    break;
                default:
                    state.Say(element, "scene_mark", "This mark is not known, or lacks a value it needs.", Severity.Error);
                    break;
            }
        }
    }

    private void Code(string mark, string text, SKRect box, SceneElement element, SKPaint ink)
    {
        if (!state.TakeLetters(text.Length, element))
        {
            return;
        }

        if (element["data-ground"] is { } ground && Colors.TryParse(ground, out var color))
        {
            using var paint = new SKPaint { Color = color };
            canvas.DrawRect(box, paint);
        }

        ink.IsAntialias = false;
        switch (mark)
        {
            case "qr" when QrCode.Modules(text) is { } modules:
                CodePainter.Square(canvas, box, modules, ink);
                break;
            case "code128" when Code128.Modules(text) is { } modules:
                CodePainter.Bars(canvas, box, modules, ink);
                break;
            case "ean13" when Ean13.Modules(text) is { } modules:
                CodePainter.Bars(canvas, box, modules, ink);
                break;
            default:
                state.Say(element, "scene_mark", $"This text cannot be written as {mark}.");
                break;
        }
    }

    private static SKColor Ground(SceneElement element, SceneStyle style) =>
        Colors.TryParse(element["data-ground"], out var color) ? color : style.Fill.Color?.WithAlpha(48) ?? new SKColor(0, 0, 0, 48);

    private static float? Number(string? text) => float.TryParse(text, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) ? value : null;
}
