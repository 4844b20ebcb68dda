namespace Renderer.Images.Scenes;

/// <summary>Where lines begin, as an XML reader counts them.</summary>
internal readonly struct LineStarts
{
    private readonly List<int> starts = [0];

    public LineStarts(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var found = text.AsSpan(at).IndexOfAny('\n', '\r');
            if (found < 0)
            {
                break;
            }

            at += found;
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            starts.Add(at);
        }
    }

    /// <summary>The index of a place, both 1-based.</summary>
    public int At(int line, int column) => starts[Math.Clamp(line - 1, 0, starts.Count - 1)] + column - 1;
}
