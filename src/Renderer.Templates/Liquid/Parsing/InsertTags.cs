using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid.Parsing;

/// <summary><c>include</c>, <c>render</c> and <c>skip</c>.</summary>
internal static class InsertTags
{
    public static Statement Insert(LiquidParser parser, Token tag, Lexer lexer, bool isApart)
    {
        var terms = parser.Terms(lexer);
        if (isApart && lexer.Peek.Kind != TokenKind.Text)
        {
            throw lexer.Unexpected("the name of a block in quotes");
        }

        var name = terms.Value();
        Term? with = null;
        var each = false;
        if (lexer.IsName("with") || lexer.IsName("for"))
        {
            each = lexer.Take().Text == "for";
            with = terms.Value();
        }

        var alias = lexer.AcceptName("as") ? lexer.Name("a name") : null;
        return Tags.Ended(lexer, new Insert(tag.At, name, isApart, with, each, alias, terms.NamedValues()));
    }

    // Braze writes the reason in parentheses.
    public static Statement Skip(LiquidParser parser, Token tag, Lexer lexer)
    {
        var isOpen = lexer.Accept("(");
        var why = lexer.Peek.Kind == TokenKind.End || lexer.Is(")") ? null : parser.Terms(lexer).Value();
        if (isOpen)
        {
            lexer.Expect(")");
        }

        return Tags.Ended(lexer, new Skip(tag.At, why));
    }
}
