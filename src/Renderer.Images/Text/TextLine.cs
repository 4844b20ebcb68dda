namespace Renderer.Images.Text;

/// <summary>A line: runs in the order of the eye.</summary>
/// <param name="Runs">From left to right.</param>
/// <param name="Width">Of all.</param>
internal sealed record TextLine(ShapedRun[] Runs, float Width)
{
    public static TextLine Of(Paragraph paragraph, int from, int to)
    {
        var runs = paragraph.Stretches(from, to).Select(stretch => Shaper.Shape(paragraph.Text, stretch)).ToArray();
        Bidi.Reorder(runs.AsSpan(), run => run.Of.Level);
        return new TextLine(runs, runs.Sum(run => run.Width));
    }
}
