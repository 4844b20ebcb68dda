using Renderer.Images.Drawing;
using Renderer.Images.Scenes;
using Renderer.Images.Text;
using SkiaSharp;

namespace Renderer.Images.Moving;

/// <summary>A countdown of a scene: where its texts and digits stand. Digits have equal places, and units keep theirs, so that nothing moves but what changes.</summary>
internal sealed class Clock
{
    /// <summary>Beyond it a countdown says nothing.</summary>
    private const long MostSeconds = 999L * 86_400;

    private readonly SceneStyle style;
    private readonly LinePainter painter;
    private readonly List<ClockPart> parts;
    private readonly TextLine[] digits;
    private readonly List<(TextLine Text, float Left)> texts = [];
    private readonly List<float> places = [];
    private readonly float digit;
    private readonly float baseLine;
    private readonly SKRect box;

    private Clock(SceneElement element, SceneStyle style, DrawingState state, SKCanvas canvas, long seconds)
    {
        (this.style, Element, Matrix, Seconds) = (style, element, canvas.TotalMatrix, Math.Min(seconds, MostSeconds));
        painter = new LinePainter(canvas, state, element);
        parts = ClockFormat.Parts(element["data-format"] ?? ClockFormat.Usual);
        digits = [.. "0123456789".Select(letter => Line(letter.ToString(), state))];
        digit = digits.Max(line => line.Width);
        var x = 0f;
        foreach (var part in parts)
        {
            if (part.IsUnit)
            {
                for (var place = part.Places(Seconds); place > 0; place--, x += digit)
                {
                    places.Add(x);
                }
            }
            else
            {
                var line = Line(part.Text, state);
                texts.Add((line, x));
                x += line.Width;
            }
        }

        var fonts = digits.SelectMany(line => line.Runs).Select(run => run.Of.Font).ToArray();
        var (above, below) = (fonts.Max(font => font.Ascent) * style.Size, fonts.Max(font => font.Descent) * style.Size);
        var left = Geometry.Length(element, "x", style, state) - (style.Anchor switch { "middle" => x / 2, "end" => x, _ => 0 });
        baseLine = Geometry.Length(element, "y", style, state);
        box = SKRect.Create(left, baseLine - above, x, above + below);
    }

    /// <summary>What says it.</summary>
    public SceneElement Element { get; }

    /// <summary>Left when the scene is drawn.</summary>
    public long Seconds { get; }

    /// <summary>From its own coordinates to those of the picture.</summary>
    public SKMatrix Matrix { get; }

    /// <summary>Draws a countdown as it stands now, or its texts alone where somebody takes it to draw its digits for each second.</summary>
    public static void Place(SceneElement element, SceneStyle style, DrawingState state, SKCanvas canvas, Moment moment)
    {
        if (ClockEnd.Parse(element["data-countdown"]!, state.Order.TimeZone) is not { } end)
        {
            state.Say(element, "scene_value", "The end of this countdown is no instant of ISO 8601.");
            return;
        }

        if (!style.Visible || !state.TakeLetters(ClockFormat.MostCharacters, element))
        {
            return;
        }

        var clock = new Clock(element, style, state, canvas, ClockEnd.SecondsLeft(end, state.Order.Now));
        foreach (var (text, left) in clock.texts)
        {
            clock.painter.Draw(text, clock.box.Left + left, clock.baseLine, clock.box);
        }

        if (moment.Clocks is { } clocks)
        {
            clocks.Add(clock);
            return;
        }

        var now = clock.After(0);
        for (var place = 0; place < now.Length; place++)
        {
            clock.Draw(place, now[place]);
        }
    }

    /// <summary>What stands at its places so many seconds later: digits, or a blank where a unit has lost one.</summary>
    public string After(int seconds) =>
        string.Concat(parts.Where(part => part.IsUnit).Select(part => part.Digits(Math.Max(0, Seconds - seconds)).PadLeft(part.Places(Seconds))));

    /// <summary>Where a digit stands, in pixels of the picture; whole ones, so that neighbours never share one.</summary>
    public SKRectI Box(int place)
    {
        var seen = Matrix.MapRect(new SKRect(box.Left + places[place], box.Top, box.Left + places[place] + digit, box.Bottom));
        return new SKRectI((int)MathF.Round(seen.Left), (int)MathF.Floor(seen.Top), (int)MathF.Round(seen.Right), (int)MathF.Ceiling(seen.Bottom));
    }

    /// <summary>Draws a digit, or nothing, at its place, in the canvas's coordinates as they were.</summary>
    public void Draw(int place, char letter)
    {
        if (letter != ' ')
        {
            painter.Draw(digits[letter - '0'], box.Left + places[place], baseLine, box);
        }
    }

    private TextLine Line(string text, DrawingState state)
    {
        var paragraph = Paragraph.Of([(text, style)], state.Fonts);
        if (paragraph.Missing > 0)
        {
            state.Say(Element, "scene_glyph", "A character of this countdown is in no font, and left out.");
        }

        return TextLine.Of(paragraph, 0, paragraph.Text.Length);
    }
}
