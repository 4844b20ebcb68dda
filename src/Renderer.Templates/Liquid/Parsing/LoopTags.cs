using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid.Parsing;

/// <summary><c>for</c> and <c>tablerow</c>.</summary>
internal static class LoopTags
{
    public static Statement For(LiquidParser parser, Token tag, Lexer lexer)
    {
        var walk = Walk(parser, lexer, out _);
        var (body, end, _) = parser.ParseBody(["else", "endfor"], tag.At, "endfor");
        var otherwise = Body.Empty;
        if (end == "else")
        {
            otherwise = parser.ParseBody(["endfor"], tag.At, "endfor").Body;
        }

        return body.IsBlank && otherwise.IsBlank
            ? new For(tag.At, walk, body.WithoutText(), otherwise.WithoutText())
            : new For(tag.At, walk, body, otherwise);
    }

    public static Statement TableRow(LiquidParser parser, Token tag, Lexer lexer)
    {
        var walk = Walk(parser, lexer, out var columns);
        return new TableRow(tag.At, walk, columns, parser.ParseBody(["endtablerow"], tag.At, "endtablerow").Body);
    }

    private static Walk Walk(LiquidParser parser, Lexer lexer, out Term? columns)
    {
        var terms = parser.Terms(lexer);
        var variable = lexer.Peek;
        lexer.Name("a name");
        LiquidNames.MustBeFree(variable);
        if (!lexer.AcceptName("in"))
        {
            throw lexer.Unexpected("'in'");
        }

        var from = lexer.At;
        var over = terms.Value();
        var walk = new Walk(variable.Text, over, parser.Text(from, lexer.Peek.Kind == TokenKind.End ? lexer.To : lexer.At).Trim(), null, null, false, false);
        columns = null;
        while (lexer.Peek.Kind != TokenKind.End)
        {
            if (lexer.Accept(","))
            {
                continue;
            }

            if (lexer.AcceptName("reversed"))
            {
                walk = walk with { IsReversed = true };
                continue;
            }

            var name = lexer.Peek;
            if (name.Text is not ("limit" or "offset" or "cols") || name.Kind != TokenKind.Name)
            {
                throw lexer.Unexpected("'limit', 'offset', 'cols' or 'reversed'");
            }

            lexer.Take();
            lexer.Expect(":");
            if (name.Text == "offset" && lexer.AcceptName("continue"))
            {
                walk = walk with { Continues = true };
                continue;
            }

            var value = terms.Value();
            columns = name.Text == "cols" ? value : columns;
            walk = name.Text == "limit" ? walk with { Limit = value } : name.Text == "offset" ? walk with { Offset = value } : walk;
        }

        return walk with { Name = variable.Text + "-" + walk.Name };
    }
}
