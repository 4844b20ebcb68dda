namespace Renderer.Templates.Liquid.Parsing;

/// <summary>What a source is cut into.</summary>
internal enum PieceKind
{
    End,
    Text,
    Output,
    Tag,
}

/// <summary>A piece of a source: its inside is what stands between the braces.</summary>
internal readonly record struct Piece(PieceKind Kind, int Start, int From, int To);

/// <summary>Where the parser takes pieces from: the source, or the lines of a <c>{% liquid %}</c>.</summary>
internal interface IPieces
{
    Piece Next();

    /// <summary>Passes over everything up to a tag, whatever it is.</summary>
    /// <returns>Where it began and ended; null when there is no such tag.</returns>
    (int From, int To)? SkipTo(string tag);
}

/// <summary>Cuts a source at <c>{{ }}</c> and <c>{% %}</c>, white space beside <c>-</c> taken off.</summary>
internal sealed class SourcePieces(string source, bool hasDollars) : IPieces
{
    private int next;
    private bool trims;

    public Piece Next()
    {
        if (next >= source.Length)
        {
            return new Piece(PieceKind.End, next, next, next);
        }

        var open = Opening(next);
        if (open != next || open < 0)
        {
            return TextUpTo(open < 0 ? source.Length : open);
        }

        trims = false;
        var isTag = source[next + 1] == '%';
        var close = isTag ? source.IndexOf("%}", next + 2, StringComparison.Ordinal) : Closing(next + 2);
        if (close < 0)
        {
            throw new LiquidSyntaxError(next, isTag ? "The tag has no end: '%}' was expected." : "The output has no end: '}}' was expected.");
        }

        var (from, to) = (next + 2, close);
        from += from < to && source[from] == '-' ? 1 : 0;
        if (to > from && source[to - 1] == '-')
        {
            (to, trims) = (to - 1, true);
        }
        else if (from == to && source[close - 1] == '-')
        {
            trims = true;
        }

        var piece = new Piece(isTag ? PieceKind.Tag : PieceKind.Output, next, from, to);
        next = close + 2;
        return piece;
    }

    public (int From, int To)? SkipTo(string tag)
    {
        var from = next;
        for (var open = source.IndexOf("{%", from, StringComparison.Ordinal); open >= 0; open = source.IndexOf("{%", open + 1, StringComparison.Ordinal))
        {
            var inside = open + 2 < source.Length && source[open + 2] == '-' ? open + 3 : open + 2;
            var word = source.AsSpan(inside).TrimStart();
            if (!word.StartsWith(tag, StringComparison.Ordinal))
            {
                continue;
            }

            var rest = word[tag.Length..].TrimStart();
            var dash = rest.StartsWith("-%}", StringComparison.Ordinal);
            if (!dash && !rest.StartsWith("%}", StringComparison.Ordinal))
            {
                continue;
            }

            next = source.Length - rest.Length + (dash ? 3 : 2);
            var left = inside == open + 3 ? source.AsSpan(from, open - from).TrimEnd().Length : open - from;
            var start = trims ? from + (left - source.AsSpan(from, left).TrimStart().Length) : from;
            trims = dash;
            return (start, from + left);
        }

        return null;
    }

    private Piece TextUpTo(int end)
    {
        var (from, to) = (next, end);
        if (trims)
        {
            from = to - source.AsSpan(from, to - from).TrimStart().Length;
        }

        if (end + 2 < source.Length && source[end + 2] == '-')
        {
            to = from + source.AsSpan(from, to - from).TrimEnd().Length;
        }

        trims = false;
        next = end;
        return new Piece(PieceKind.Text, from, from, to);
    }

    private int Opening(int from)
    {
        for (var i = source.IndexOf('{', from); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
        {
            if (source[i + 1] is '{' or '%')
            {
                return i;
            }
        }

        return -1;
    }

    // Braze's ${name} may stand right before the end: {{${name}}}.
    private int Closing(int from)
    {
        for (var i = from; i + 1 < source.Length; i++)
        {
            if (hasDollars && source[i] == '$' && source[i + 1] == '{' && source.IndexOf('}', i) is var end and >= 0)
            {
                i = end;
            }
            else if (source[i] == '}' && source[i + 1] == '}')
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>The lines of a <c>{% liquid %}</c>, each a tag.</summary>
internal sealed class LinePieces(string source, int from, int to) : IPieces
{
    private int next = from;

    public Piece Next()
    {
        while (next < to)
        {
            var start = next;
            var end = source.IndexOf('\n', start, to - start);
            end = end < 0 ? to : end;
            next = Math.Min(to, end + 1);
            var line = source.AsSpan(start, end - start);
            if (!line.IsWhiteSpace())
            {
                return new Piece(PieceKind.Tag, start + (line.Length - line.TrimStart().Length), start, end);
            }
        }

        return new Piece(PieceKind.End, to, to, to);
    }

    public (int From, int To)? SkipTo(string tag)
    {
        var start = next;
        for (var piece = Next(); piece.Kind != PieceKind.End; piece = Next())
        {
            if (source.AsSpan(piece.From, piece.To - piece.From).Trim().SequenceEqual(tag))
            {
                return (start, piece.From);
            }
        }

        return null;
    }
}
