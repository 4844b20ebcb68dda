using Renderer.Images.Moving;
using Renderer.Images.Scenes;
using Renderer.Images.Text;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Draws a <c>text</c> element: its chunks, or a box of lines where it says how wide it may be.</summary>
internal sealed class TextPainter(SKCanvas canvas, DrawingState state, Moment moment)
{
    public void Paint(SceneElement element, SceneStyle style)
    {
        if (element["data-countdown"] is not null)
        {
            Clock.Place(element, style, state, canvas, moment);
            return;
        }

        if (state.Findings is not null)
        {
            state.Fonts.Find(style.Families, style.Bold, style.Italic, out var known);
            if (!known)
            {
                state.Say(element, "scene_font", $"None of these fonts is here, Noto Sans is drawn. There are: {string.Join(", ", state.Fonts.Families)}.");
            }
        }

        var chunks = new TextChunks(state, moment).Of(element, style);
        if (state.Stopped || !style.Visible)
        {
            return;
        }

        if (element["data-width"] is not null)
        {
            PaintBox(element, style, chunks);
            return;
        }

        var painter = new LinePainter(canvas, state, element);
        var (x, y) = (0f, 0f);
        foreach (var chunk in chunks)
        {
            (x, y) = ((chunk.X ?? x) + chunk.Dx, (chunk.Y ?? y) + chunk.Dy);
            var line = Line(Shape(chunk.Spans, element));
            painter.Draw(line, x - Anchor(chunk.Spans[0].Style.Anchor, line.Width), y);
            x += line.Width;
        }
    }

    private void PaintBox(SceneElement element, SceneStyle style, List<TextChunk> chunks)
    {
        var (x, y) = (chunks.Count == 0 ? 0 : chunks[0].X ?? 0, chunks.Count == 0 ? 0 : chunks[0].Y ?? 0);
        var box = TextBox.Layout([.. chunks.SelectMany(chunk => chunk.Spans)], element, style, state);
        canvas.Translate(x, y);
        canvas.Scale(box.Scale);
        var painter = new LinePainter(canvas, state, element);
        for (var at = 0; at < box.Lines.Count; at++)
        {
            painter.Draw(box.Lines[at], -Anchor(style.Anchor, box.Lines[at].Width), at * box.LineHeight);
        }
    }

    private Paragraph Shape(IReadOnlyList<(string Text, SceneStyle Style)> spans, SceneElement element)
    {
        var paragraph = Paragraph.Of(spans, state.Fonts);
        if (paragraph.Missing > 0)
        {
            state.Say(element, "scene_glyph", "A character of this text is in no font, and left out.");
        }

        return paragraph;
    }

    private static TextLine Line(Paragraph paragraph) => TextLine.Of(paragraph, 0, paragraph.Text.Length);

    private static float Anchor(string anchor, float width) => anchor switch { "middle" => width / 2, "end" => width, _ => 0 };
}
