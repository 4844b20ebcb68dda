using System.Collections.Frozen;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid.Parsing;

/// <summary>The tags, and how each is parsed.</summary>
internal static partial class Tags
{
    public static readonly FrozenDictionary<string, Func<LiquidParser, Token, Lexer, Statement>> All =
        new Dictionary<string, Func<LiquidParser, Token, Lexer, Statement>>(StringComparer.Ordinal)
        {
            ["#"] = InlineComment,
            ["assign"] = Assign,
            ["capture"] = Capture,
            ["increment"] = (_, tag, lexer) => Ended(lexer, new Counter(tag.At, lexer.Name("a name"), up: true)),
            ["decrement"] = (_, tag, lexer) => Ended(lexer, new Counter(tag.At, lexer.Name("a name"), up: false)),
            ["cycle"] = Cycle,
            ["comment"] = Comment,
            ["doc"] = Doc,
            ["raw"] = Raw,
            ["echo"] = Echo,
            ["liquid"] = (parser, tag, lexer) => new Lines(tag.At, parser.ParseLines(lexer.At, lexer.To, tag.At)),
            ["break"] = (_, tag, lexer) => Ended(lexer, new Jump(tag.At, Flow.Break)),
            ["continue"] = (_, tag, lexer) => Ended(lexer, new Jump(tag.At, Flow.Continue)),
            ["if"] = BranchTags.If,
            ["unless"] = BranchTags.Unless,
            ["case"] = BranchTags.Case,
            ["for"] = LoopTags.For,
            ["tablerow"] = LoopTags.TableRow,
            ["ifchanged"] = IfChanged,
            ["block"] = (parser, tag, lexer) => Ended(lexer, new ShowBlock(tag.At, parser.Terms(lexer).Value())),
            ["include"] = (parser, tag, lexer) => InsertTags.Insert(parser, tag, lexer, isApart: false),
            ["render"] = (parser, tag, lexer) => InsertTags.Insert(parser, tag, lexer, isApart: true),
            ["skip"] = InsertTags.Skip,
            ["abort_message"] = InsertTags.Skip,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static T Ended<T>(Lexer lexer, T statement)
    {
        lexer.Done();
        return statement;
    }

    private static Silence InlineComment(LiquidParser parser, Token tag, Lexer lexer)
    {
        var at = tag.End;
        foreach (var line in parser.Text(tag.End, lexer.To).Split('\n').Skip(1))
        {
            if (line.Trim() is { Length: > 0 } text && text[0] != '#')
            {
                throw new LiquidSyntaxError(at, "Each line of a comment begins with '#'.");
            }
        }

        return new Silence(tag.At);
    }

    private static Assign Assign(LiquidParser parser, Token tag, Lexer lexer)
    {
        var name = lexer.Peek;
        lexer.Name("a name");
        LiquidNames.MustBeFree(name);
        lexer.Expect("=");
        return Ended(lexer, new Assign(tag.At, name.Text, parser.Terms(lexer).Filtered()));
    }

    private static Capture Capture(LiquidParser parser, Token tag, Lexer lexer)
    {
        var name = lexer.Peek.Kind == TokenKind.Text ? lexer.Take() : lexer.Peek;
        if (name.Kind != TokenKind.Text)
        {
            lexer.Name("a name");
        }

        LiquidNames.MustBeFree(name);
        lexer.Done();
        return new Capture(tag.At, name.Text, parser.ParseBody(["endcapture"], tag.At, "endcapture").Body);
    }

    private static Cycle Cycle(LiquidParser parser, Token tag, Lexer lexer)
    {
        var terms = parser.Terms(lexer);
        var from = lexer.At;
        var first = terms.Value();
        var group = lexer.Accept(":") ? first : null;
        List<Term> values = group is null ? [first] : [];
        if (group is null ? lexer.Accept(",") : lexer.Peek.Kind != TokenKind.End)
        {
            do
            {
                values.Add(terms.Value());
            }
            while (lexer.Accept(","));
        }

        return Ended(lexer, new Cycle(tag.At, group, parser.Text(from, lexer.To).Trim(), values));
    }

    private static Silence Comment(LiquidParser parser, Token tag, Lexer lexer)
    {
        parser.SkipComment(tag.At);
        return new Silence(tag.At);
    }

    private static Silence Doc(LiquidParser parser, Token tag, Lexer lexer)
    {
        lexer.Done();
        var (from, to) = parser.SkipTo("enddoc", tag.At);
        if (DocTag().IsMatch(parser.Text(from, to)))
        {
            throw new LiquidSyntaxError(tag.At, "A doc cannot stand within a doc.");
        }

        return new Silence(tag.At);
    }

    private static TextStatement Raw(LiquidParser parser, Token tag, Lexer lexer)
    {
        lexer.Done();
        var (from, to) = parser.SkipTo("endraw", tag.At);
        return new TextStatement(from, parser.Text(from, to));
    }

    private static OutputStatement Echo(LiquidParser parser, Token tag, Lexer lexer)
    {
        var at = lexer.At;
        return Ended(lexer, new OutputStatement(at, lexer.Peek.Kind == TokenKind.End ? new Literal(at, null) : parser.Terms(lexer).Filtered()));
    }

    private static IfChanged IfChanged(LiquidParser parser, Token tag, Lexer lexer)
    {
        lexer.Done();
        return new IfChanged(tag.At, parser.ParseBody(["endifchanged"], tag.At, "endifchanged").Body);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\{%-?\s*doc\s*-?%\}", System.Text.RegularExpressions.RegexOptions.NonBacktracking, 100)]
    private static partial System.Text.RegularExpressions.Regex DocTag();
}
