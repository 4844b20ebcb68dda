using System.Globalization;
using Renderer.Images.Drawing;
using Renderer.Images.Scenes;

namespace Renderer.Images.Text;

/// <summary>Lines of a box, one under the other.</summary>
/// <param name="Lines">From the top.</param>
/// <param name="LineHeight">From base line to base line, before scaling.</param>
/// <param name="Scale">How much smaller than asked it is drawn, so that it fits.</param>
internal sealed record TextBox(IReadOnlyList<TextLine> Lines, float LineHeight, float Scale)
{
    private const int MostLines = 200;
    private const int ScaleSteps = 12;

    /// <summary>Lines that are none high would never fill a box.</summary>
    private const float LeastHeight = 0.01f;

    /// <summary>Lays text out within <c>data-width</c>, <c>data-height</c> and <c>data-lines</c>: wrapped, made smaller, or cut.</summary>
    public static TextBox Layout(IReadOnlyList<(string Text, SceneStyle Style)> spans, SceneElement element, SceneStyle style, DrawingState state)
    {
        float Get(string name, float otherwise) => Geometry.Length(element, name, style, state, otherwise);
        var width = Math.Max(1, Get("data-width", 1));
        var height = Math.Max(LeastHeight, Get("data-line-height", 1.2f) is var said && said < 5 ? said * style.Size : said);
        var most = (int)Math.Clamp(Math.Min(Get("data-lines", MostLines), element["data-height"] is null ? MostLines : Get("data-height", 1) / height), 1, MostLines);
        if (spans.Count == 0)
        {
            return new TextBox([], height, 1);
        }

        var paragraph = Paragraph.Of(spans, state.Fonts);
        if (paragraph.Missing > 0)
        {
            state.Say(element, "scene_glyph", "A character of this text is in no font, and left out.");
        }

        var widths = LineBreaks.Widths(paragraph);
        var scale = element["data-fit"] == "shrink" ? Shrink(paragraph.Text, widths, width, most, Math.Clamp(Get("data-min-size", 8) / Math.Max(1, style.Size), 0.05f, 1)) : 1;
        var lines = LineBreaks.Find(paragraph.Text, widths, width / scale);
        var cut = lines.Count > most && element["data-overflow"] != "visible";
        var made = lines.Take(cut ? most - 1 : MostLines).Select(line => TextLine.Of(paragraph, line.From, line.To)).ToList();
        if (cut)
        {
            made.Add(Cut(spans, widths, lines[most - 1].From, width / scale, state));
        }

        return new TextBox(made, height, scale);
    }

    /// <summary>The largest share of the size at which no more lines are needed than there may be, and no word is broken.</summary>
    private static float Shrink(string text, float[] widths, float width, int most, float least)
    {
        for (var step = 0; step < ScaleSteps; step++)
        {
            var scale = 1 - ((1 - least) * step / (ScaleSteps - 1));
            var lines = LineBreaks.Find(text, widths, width / scale);
            if (lines.Count <= most && lines.TrueForAll(line => line.To == text.Length || !char.IsLetterOrDigit(text[line.To]) || Scripts.BreaksAnywhere(text[line.To])))
            {
                return scale;
            }
        }

        return least;
    }

    private static TextLine Cut(IReadOnlyList<(string Text, SceneStyle Style)> spans, float[] widths, int from, float most, DrawingState state)
    {
        var text = string.Concat(spans.Select(span => span.Text));
        var style = StyleAt(spans, from);
        var left = most - TextLine.Of(Paragraph.Of([("…", style)], state.Fonts), 0, 1).Width;
        var end = from;
        while (end < text.Length)
        {
            var step = StringInfo.GetNextTextElementLength(text.AsSpan(end));
            left -= widths.AsSpan(end, step).ToArray().Sum();
            if (left < 0)
            {
                break;
            }

            end += step;
        }

        while (end > from && text[end - 1] is ' ' or ',' or '.' or '-')
        {
            end--;
        }

        var shown = Part(spans, from, end);
        shown.Add(("…", StyleAt(spans, Math.Max(from, end - 1))));
        var paragraph = Paragraph.Of(shown, state.Fonts);
        return TextLine.Of(paragraph, 0, paragraph.Text.Length);
    }

    private static SceneStyle StyleAt(IReadOnlyList<(string Text, SceneStyle Style)> spans, int at)
    {
        foreach (var (text, style) in spans)
        {
            if ((at -= text.Length) < 0)
            {
                return style;
            }
        }

        return spans[^1].Style;
    }

    private static List<(string Text, SceneStyle Style)> Part(IReadOnlyList<(string Text, SceneStyle Style)> spans, int from, int to)
    {
        var part = new List<(string, SceneStyle)>();
        var start = 0;
        foreach (var (text, style) in spans)
        {
            var (a, b) = (Math.Max(from - start, 0), Math.Min(to - start, text.Length));
            if (a < b)
            {
                part.Add((text[a..b], style));
            }

            start += text.Length;
        }

        return part;
    }
}
