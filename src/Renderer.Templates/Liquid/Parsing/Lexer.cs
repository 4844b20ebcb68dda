namespace Renderer.Templates.Liquid.Parsing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,

    /// <summary>Braze's <c>${name}</c>.</summary>
    Dollar,
    Sign,
}

/// <summary>A token; <paramref name="Text"/> is a name, a number, a sign, or what stands between quotes.</summary>
internal readonly record struct Token(TokenKind Kind, int At, int End, string Text);

/// <summary>Cuts the inside of a tag into tokens.</summary>
/// <param name="source">The whole source.</param>
/// <param name="from">Where the inside begins.</param>
/// <param name="to">Where it ends.</param>
/// <param name="hasDollars">Whether <c>${name}</c> is a name.</param>
internal sealed class Lexer(string source, int from, int to, bool hasDollars)
{
    private static readonly string[] Signs = ["==", "!=", "<>", "<=", ">=", "..", "<", ">", "=", "|", ":", ",", ".", "[", "]", "(", ")", "#", "@"];
    private int next = from;
    private Token? ahead;

    public Token Peek => ahead ??= Read();

    /// <summary>Where nothing has been read yet.</summary>
    public int At => Peek.At;

    public string Rest => source[At..to];

    public int To => to;

    public Token Take()
    {
        var token = Peek;
        ahead = null;
        return token;
    }

    public bool Is(string sign) => Peek.Kind == TokenKind.Sign && Peek.Text == sign;

    public bool IsName(string name) => Peek.Kind == TokenKind.Name && Peek.Text == name;

    public bool Accept(string sign)
    {
        var found = Is(sign);
        if (found)
        {
            Take();
        }

        return found;
    }

    public bool AcceptName(string name)
    {
        var found = IsName(name);
        if (found)
        {
            Take();
        }

        return found;
    }

    public void Expect(string sign)
    {
        if (!Accept(sign))
        {
            throw Unexpected($"'{sign}'");
        }
    }

    public string Name(string what) => Peek.Kind == TokenKind.Name ? Take().Text : throw Unexpected(what);

    public void Done()
    {
        if (Peek.Kind != TokenKind.End)
        {
            throw Unexpected("the end of the tag");
        }
    }

    public LiquidSyntaxError Unexpected(string expected) =>
        new(At, Peek.Kind == TokenKind.End ? $"{Capital(expected)} was expected here." : $"{Capital(expected)} was expected, not '{source[Peek.At..Peek.End]}'.");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private Token Read()
    {
        while (next < to && char.IsWhiteSpace(source[next]))
        {
            next++;
        }

        var start = next;
        if (start >= to)
        {
            return new Token(TokenKind.End, to, to, "");
        }

        var c = source[start];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            next = EndOfName(start);
            return Token(TokenKind.Name, start);
        }

        if (char.IsAsciiDigit(c) || (c == '-' && start + 1 < to && char.IsAsciiDigit(source[start + 1])))
        {
            next = Digits(start + 1);
            if (next + 1 < to && source[next] == '.' && char.IsAsciiDigit(source[next + 1]))
            {
                next = Digits(next + 1);
            }

            return Token(TokenKind.Number, start);
        }

        if (c is '"' or '\'')
        {
            var end = source.IndexOf(c, start + 1, to - start - 1);
            next = end < 0 ? throw new LiquidSyntaxError(start, "The text has no closing quote.") : end + 1;
            return new Token(TokenKind.Text, start, next, source[(start + 1)..end]);
        }

        if (hasDollars && c == '$' && start + 1 < to && source[start + 1] == '{' && source.IndexOf('}', start, to - start) is var close and > 0)
        {
            next = close + 1;
            return new Token(TokenKind.Dollar, start, next, source[(start + 2)..close].Trim());
        }

        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(source, start, sign, 0, sign.Length) == 0 && start + sign.Length <= to)
            {
                next = start + sign.Length;
                return Token(TokenKind.Sign, start);
            }
        }

        throw new LiquidSyntaxError(
            start, c == '$' ? "'${…}' is Braze's: write 'dialect: braze' into dialect.yaml beside template.yaml." : $"'{c}' cannot stand here.");
    }

    private int EndOfName(int at)
    {
        while (at < to && (char.IsAsciiLetterOrDigit(source[at]) || source[at] is '_' or '-'))
        {
            at++;
        }

        return at < to && source[at] == '?' ? at + 1 : at;
    }

    private int Digits(int at)
    {
        while (at < to && char.IsAsciiDigit(source[at]))
        {
            at++;
        }

        return at;
    }

    private Token Token(TokenKind kind, int start) => new(kind, start, next, source[start..next]);
}
