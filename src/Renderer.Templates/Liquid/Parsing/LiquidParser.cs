using System.Runtime.CompilerServices;
using Renderer.Templates.Amp;
using Renderer.Templates.Checks;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid.Parsing;

/// <summary>Parses a source: text, outputs and tags. Offsets are kept, so that findings, faults and escaping know their place.</summary>
internal sealed class LiquidParser(string source, Dialect dialect, bool isMasked = false)
{
    // A body within a body costs stack; nobody writes so many.
    private const int MaxDepth = 100;
    private IPieces pieces = new SourcePieces(source, dialect.HasDollars);
    private int depth;

    /// <summary>The whole source.</summary>
    /// <exception cref="LiquidSyntaxError">It is no Liquid.</exception>
    public Body Parse() => ParseBody([], 0, "").Body;

    /// <summary>The statements up to one of some tags.</summary>
    /// <param name="ends">The tags that end it; none for the end of the source.</param>
    /// <param name="at">Where the tag that needs an end begins.</param>
    /// <param name="end">The end that is missed when there is none.</param>
    public (Body Body, string End, Lexer Lexer) ParseBody(string[] ends, int at, string end)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++depth > MaxDepth)
        {
            throw new LiquidSyntaxError(at, "This is too deeply nested.");
        }

        var statements = new List<Statement>();
        while (true)
        {
            var piece = pieces.Next();
            switch (piece.Kind)
            {
                case PieceKind.End when ends.Length > 0:
                    throw new LiquidSyntaxError(at, $"'{{% {end} %}}' was expected: the tag is never closed.");
                case PieceKind.End:
                    depth--;
                    return (new Body(statements), "", LexerOf(piece));
                case PieceKind.Text:
                    if (piece.To > piece.From)
                    {
                        statements.Add(new TextStatement(piece.From, Text(piece.From, piece.To)));
                    }

                    break;
                case PieceKind.Output:
                    Output(piece, statements);
                    break;
                default:
                    var lexer = LexerOf(piece);
                    var tag = TagName(lexer);
                    if (ends.Contains(tag.Text))
                    {
                        depth--;
                        return (new Body(statements), tag.Text, lexer);
                    }

                    statements.Add(Tag(tag, lexer));
                    break;
            }
        }
    }

    /// <summary>What stands up to a tag, whatever it is.</summary>
    public (int From, int To) SkipTo(string end, int at) =>
        pieces.SkipTo(end) ?? throw new LiquidSyntaxError(at, $"'{{% {end} %}}' was expected: the tag is never closed.");

    /// <summary>The pieces up to the end of a comment, comments within it included.</summary>
    public void SkipComment(int at)
    {
        for (var open = 1; open > 0;)
        {
            var piece = pieces.Next();
            if (piece.Kind == PieceKind.End)
            {
                throw new LiquidSyntaxError(at, "'{% endcomment %}' was expected: the tag is never closed.");
            }

            var name = piece.Kind == PieceKind.Tag ? FirstWord(piece) : "";
            open += name == "comment" ? 1 : name == "endcomment" ? -1 : 0;
            if (name == "raw")
            {
                SkipTo("endraw", at);
            }
        }
    }

    /// <summary>The lines of a <c>{% liquid %}</c>.</summary>
    public Body ParseLines(int from, int to, int at)
    {
        var outer = pieces;
        pieces = new LinePieces(source, from, to);
        var body = ParseBody([], at, "").Body;
        pieces = outer;
        return body;
    }

    /// <summary>A stretch of literal text.</summary>
    public string Text(int from, int to) => isMasked ? Mustache.Plain(source[from..to]) : source[from..to];

    public TermParser Terms(Lexer lexer) => new(lexer, dialect);

    private void Output(Piece piece, List<Statement> statements)
    {
        var lexer = LexerOf(piece);
        if (lexer.Peek.Kind == TokenKind.End)
        {
            statements.Add(new OutputStatement(piece.From, new Literal(piece.From, null)));
            return;
        }

        var at = lexer.At;
        var value = Terms(lexer).Filtered();
        lexer.Done();
        statements.Add(new OutputStatement(at, value));
    }

    private Statement Tag(Token tag, Lexer lexer) => Tags.All.TryGetValue(tag.Text, out var parse)
        ? parse(this, tag, lexer)
        : throw new LiquidSyntaxError(
            tag.At,
            tag.Text.StartsWith("end", StringComparison.Ordinal) || tag.Text is "else" or "elsif" or "when"
                ? $"'{tag.Text}' has nothing here that it could belong to."
                : $"There is no tag '{tag.Text}'{Nearest.Hint(tag.Text, Tags.All.Keys)}.",
            "tag_unknown");

    private static Token TagName(Lexer lexer) =>
        lexer.Is("#") || lexer.Peek.Kind == TokenKind.Name ? lexer.Take() : throw lexer.Unexpected("the name of a tag");

    private string FirstWord(Piece piece)
    {
        var text = source.AsSpan(piece.From, piece.To - piece.From).TrimStart();
        var end = text.IndexOfAnyExceptInRange('a', 'z');
        return (end < 0 ? text : text[..end]).ToString();
    }

    private Lexer LexerOf(Piece piece) => new(source, piece.From, piece.To, dialect.HasDollars);
}
