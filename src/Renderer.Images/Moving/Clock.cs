using Renderer.Images.Drawing;
using Renderer.Images.Scenes;
using SkiaSharp;
using Font = Renderer.Images.Text.Font;

namespace Renderer.Images.Moving;

/// <summary>A countdown of a scene: where its characters stand. Digits have equal places, so that nothing moves but what changes.</summary>
internal sealed class Clock
{
    /// <summary>Beyond it a countdown says nothing.</summary>
    private const long MostSeconds = 999L * 86_400;

    private readonly DrawingState state;
    private readonly SceneElement element;
    private readonly SceneStyle style;
    private readonly Font font;
    private readonly string format;
    private readonly float digit;
    private readonly float left;
    private readonly float baseLine;
    private readonly float[] places;

    private Clock(SceneElement element, SceneStyle style, DrawingState state, SKMatrix matrix, long seconds)
    {
        (this.element, this.style, this.state, Matrix) = (element, style, state, matrix);
        Seconds = Math.Min(seconds, MostSeconds);
        format = element["data-format"] ?? ClockFormat.Usual;
        font = state.Fonts.Find(style.Families, style.Bold, style.Italic, out _);
        using var pen = Pen.Of(font, style);
        digit = "0123456789".Max(letter => pen.MeasureText(letter.ToString()));
        Longest = ClockFormat.Write(format, Seconds);
        places = new float[Longest.Length + 1];
        for (var at = 0; at < Longest.Length; at++)
        {
            places[at + 1] = places[at] + style.LetterSpacing + (char.IsAsciiDigit(Longest[at]) ? digit : pen.MeasureText(Longest.AsSpan(at, 1)));
        }

        var x = Geometry.Length(element, "x", style, state);
        left = x - (style.Anchor switch { "middle" => places[^1] / 2, "end" => places[^1], _ => 0 });
        baseLine = Geometry.Length(element, "y", style, state);
    }

    /// <summary>Left when the scene is drawn.</summary>
    public long Seconds { get; }

    /// <summary>From its own coordinates to those of the picture.</summary>
    public SKMatrix Matrix { get; }

    /// <summary>What it says first: it never says more.</summary>
    public string Longest { get; }

    /// <summary>Draws a countdown as it stands now, or hands it to who draws it for each second.</summary>
    public static void Place(SceneElement element, SceneStyle style, DrawingState state, SKCanvas canvas, Moment moment)
    {
        if (ClockEnd.Parse(element["data-countdown"]!, state.Order.TimeZone) is not { } end)
        {
            state.Say(element, "scene_value", "The end of this countdown is no instant of ISO 8601.");
            return;
        }

        if (!style.Visible || !state.TakeLetters(16, element))
        {
            return;
        }

        var clock = new Clock(element, style, state, canvas.TotalMatrix, ClockEnd.SecondsLeft(end, state.Order.Now));
        if (moment.Clocks is { } clocks)
        {
            clocks.Add(clock);
            clock.Draw(canvas, clock.Longest, letter => !char.IsAsciiDigit(letter));
        }
        else
        {
            clock.Draw(canvas, clock.Longest, _ => true);
        }
    }

    /// <summary>What it says so many seconds later, as long as <see cref="Longest"/>.</summary>
    public string After(int seconds)
    {
        var text = ClockFormat.Write(format, Math.Max(0, Seconds - seconds));
        return text.Length >= Longest.Length ? text[..Longest.Length] : text.PadLeft(Longest.Length);
    }

    /// <summary>Where a character stands, in pixels of the picture; whole ones, so that neighbours never share one.</summary>
    public SKRectI Box(int at)
    {
        var box = new SKRect(left + places[at], baseLine - (font.Ascent * style.Size), left + places[at + 1], baseLine + (font.Descent * style.Size));
        var seen = Matrix.MapRect(box);
        return new SKRectI((int)MathF.Round(seen.Left), (int)MathF.Floor(seen.Top), (int)MathF.Round(seen.Right), (int)MathF.Ceiling(seen.Bottom));
    }

    /// <summary>Draws one character at its place.</summary>
    public void Draw(SKCanvas canvas, int at, char letter) => DrawAt(canvas, at, letter.ToString());

    private void Draw(SKCanvas canvas, string text, Func<char, bool> wanted)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (wanted(text[at]))
            {
                DrawAt(canvas, at, text[at].ToString());
            }
        }
    }

    private void DrawAt(SKCanvas canvas, int at, string letter)
    {
        using var pen = Pen.Of(font, style);
        var bounds = SKRect.Create(left, baseLine - (font.Ascent * style.Size), places[^1], (font.Ascent + font.Descent) * style.Size);
        using var blob = SKTextBlob.Create(letter, pen);
        if (blob is not null)
        {
            new Brush(canvas, state, element, style).Draw(blob, left + places[at], baseLine, bounds);
        }
    }
}
