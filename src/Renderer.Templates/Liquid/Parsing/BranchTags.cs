using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid.Parsing;

/// <summary><c>if</c>, <c>unless</c> and <c>case</c>. What follows an <c>else</c> is never shown, as with Shopify; a <c>when</c> is.</summary>
internal static class BranchTags
{
    public static Statement If(LiquidParser parser, Token tag, Lexer lexer) => Choice(parser, tag, lexer, wanted: true);

    public static Statement Unless(LiquidParser parser, Token tag, Lexer lexer) => Choice(parser, tag, lexer, wanted: false);

    public static Statement Case(LiquidParser parser, Token tag, Lexer lexer)
    {
        var value = Tags.Ended(lexer, parser.Terms(lexer).Value());
        string[] ends = ["when", "else", "endcase"];
        var branches = new List<(IReadOnlyList<Term>? Values, Body Body)>();

        // What stands before the first 'when' belongs to nothing.
        var (_, end, rest) = parser.ParseBody(ends, tag.At, "endcase");
        while (end != "endcase")
        {
            var values = end == "when" ? Values(parser.Terms(rest), rest) : null;
            (var body, end, rest) = parser.ParseBody(ends, tag.At, "endcase");
            branches.Add((values, body));
        }

        return new Case(tag.At, value, branches.TrueForAll(b => b.Body.IsBlank) ? [.. branches.Select(b => (b.Values, b.Body.WithoutText()))] : branches);
    }

    private static Choice Choice(LiquidParser parser, Token tag, Lexer lexer, bool wanted)
    {
        var close = "end" + tag.Text;
        string[] ends = ["elsif", "else", close];
        var branches = new List<(Term? Test, bool Wanted, Body Body)>();
        Term? test = Tags.Ended(lexer, parser.Terms(lexer).Condition());
        for (var end = ""; end != close;)
        {
            (var body, end, var rest) = parser.ParseBody(ends, tag.At, close);
            branches.Add((test, wanted, body));
            wanted = true;
            test = end == "elsif" ? Tags.Ended(rest, parser.Terms(rest).Condition()) : null;
        }

        return new Choice(tag.At, branches.TrueForAll(b => b.Body.IsBlank) ? [.. branches.Select(b => (b.Test, b.Wanted, b.Body.WithoutText()))] : branches);
    }

    // What stands behind the last value is passed over, as Shopify does.
    private static List<Term> Values(TermParser terms, Lexer lexer)
    {
        var values = new List<Term> { terms.Value() };
        while (lexer.Accept(",") || lexer.AcceptName("or"))
        {
            values.Add(terms.Value());
        }

        return values;
    }
}
