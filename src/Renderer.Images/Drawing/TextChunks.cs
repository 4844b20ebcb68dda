using System.Text;
using Renderer.Images.Moving;
using Renderer.Images.Scenes;

namespace Renderer.Images.Drawing;

/// <summary>Text that has a place of its own.</summary>
internal sealed class TextChunk
{
    public float? X { get; init; }

    public float? Y { get; init; }

    public float Dx { get; init; }

    public float Dy { get; init; }

    public List<(string Text, SceneStyle Style)> Spans { get; } = [];
}

/// <summary>The text of a <c>text</c> element and its <c>tspan</c>s.</summary>
internal sealed class TextChunks(DrawingState state, Moment moment)
{
    public List<TextChunk> Of(SceneElement element, SceneStyle style)
    {
        var chunks = new List<TextChunk>();
        Gather(element, style, chunks);
        chunks.RemoveAll(chunk => chunk.Spans.Count == 0);
        TrimEnd(chunks);
        return chunks;
    }

    // As deep as the reader lets elements nest.
    private void Gather(SceneElement element, SceneStyle style, List<TextChunk> chunks)
    {
        float? Place(string name) => element[name] is null ? null : Geometry.Length(element, name, style, state);
        if (chunks.Count == 0 || Place("x") is not null || Place("y") is not null || Place("dx") is not null || Place("dy") is not null)
        {
            chunks.Add(new TextChunk { X = Place("x"), Y = Place("y"), Dx = Place("dx") ?? 0, Dy = Place("dy") ?? 0 });
        }

        foreach (var child in element.Children)
        {
            if (child.Name.Length == 0)
            {
                var text = style.KeepSpaces ? child.Text.ReplaceLineEndings(" ") : Collapse(child.Text, EndsInSpace(chunks[^1]));
                if (text.Length > 0 && state.TakeLetters(text.Length, element))
                {
                    chunks[^1].Spans.Add((text, style));
                }
            }
            else if (child.Name is "tspan" or "a" && state.Begin(child))
            {
                if (moment.Shows(child, state.Order.Dark) && StyleOf.Element(child, style, state) is { Shown: true } own)
                {
                    Gather(child, own, chunks);
                }
            }
            else if (child.Name is not ("title" or "desc"))
            {
                state.Say(child, "scene_element", $"'{child.Name}' is not drawn within text.");
            }
        }
    }

    private static bool EndsInSpace(TextChunk chunk) => chunk.Spans.Count == 0 || chunk.Spans[^1].Text[^1] == ' ';

    private static string Collapse(string text, bool afterSpace)
    {
        var made = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            var space = unit is ' ' or '\n' or '\r' or '\t';
            if (!space || !afterSpace)
            {
                made.Append(space ? ' ' : unit);
            }

            afterSpace = space;
        }

        return made.ToString();
    }

    private static void TrimEnd(List<TextChunk> chunks)
    {
        if (chunks.Count > 0 && chunks[^1].Spans is [.., var (text, style)] spans && !style.KeepSpaces && text[^1] == ' ')
        {
            spans[^1] = (text[..^1], style);
            if (text.Length == 1)
            {
                spans.RemoveAt(spans.Count - 1);
                chunks.RemoveAll(chunk => chunk.Spans.Count == 0);
            }
        }
    }
}
