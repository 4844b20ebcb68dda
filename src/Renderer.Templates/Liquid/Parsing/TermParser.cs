using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Renderer.Templates.Checks;
using Renderer.Templates.Liquid.Filters;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid.Parsing;

/// <summary>Parses the expressions within one tag.</summary>
internal sealed class TermParser(Lexer lexer, Dialect dialect)
{
    // Deep enough for people, shallow enough for the stack.
    private const int MaxDepth = 100;
    private static readonly string[] Comparisons = ["==", "!=", "<>", "<", ">", "<=", ">="];
    private int depth;

    /// <summary>A value and its filters.</summary>
    public Term Filtered()
    {
        var value = Value();
        var outer = depth;
        while (lexer.Accept("|"))
        {
            // Each filter stands around the one before it.
            Deeper();
            value = WithFilter(value);
        }

        depth = outer;
        return value;
    }

    /// <summary>A condition: comparisons joined by and and or.</summary>
    public Term Condition()
    {
        var left = Comparison();
        if (lexer.IsName("and") || lexer.IsName("or"))
        {
            Deeper();
            var joint = lexer.Take();
            var right = Condition();
            depth--;
            return new Logic(joint.At, joint.Text == "and", left, right);
        }

        return left;
    }

    /// <summary>A literal, a variable or a range.</summary>
    public Term Value()
    {
        var token = lexer.Peek;
        switch (token.Kind)
        {
            case TokenKind.Text:
                return Path(new Literal(lexer.Take().At, token.Text));
            case TokenKind.Number:
                return new Literal(lexer.Take().At, Number(token.Text));
            case TokenKind.Dollar:
                lexer.Take();
                return Variable(token.At, dialect.Attribute(token.Text));
            case TokenKind.Name:
                lexer.Take();
                return Keyword(token) ?? (Term)Variable(token.At, dialect.Name(token.Text));
            case TokenKind.Sign when token.Text == "[":
                lexer.Take();
                return Bracketed(token.At);
            case TokenKind.Sign when token.Text == "(":
                lexer.Take();
                return Range(token.At);
            default:
                throw lexer.Unexpected("a value");
        }
    }

    /// <summary><c>name: value</c>, separated by commas; the first may follow without one.</summary>
    public List<KeyValuePair<string, Term>> NamedValues()
    {
        var all = new List<KeyValuePair<string, Term>>();
        lexer.Accept(",");
        while (lexer.Peek.Kind == TokenKind.Name)
        {
            var name = lexer.Take();
            LiquidNames.MustBeFree(name);
            lexer.Expect(":");
            all.Add(new(name.Text, Value()));
            lexer.Accept(",");
        }

        return all;
    }

    private Term Comparison()
    {
        var left = Value();
        var sign = lexer.Peek;
        if ((sign.Kind == TokenKind.Sign && Comparisons.Contains(sign.Text)) || lexer.IsName("contains"))
        {
            lexer.Take();
            return new Comparison(sign.At, sign.Text, left, Value());
        }

        return left;
    }

    private static Literal? Keyword(Token token) => token.Text switch
    {
        "nil" or "null" => new Literal(token.At, null),
        "true" => new Literal(token.At, true),
        "false" => new Literal(token.At, false),
        "empty" => new Literal(token.At, Running.Keyword.Empty),
        "blank" => new Literal(token.At, Running.Keyword.Blank),
        _ => null,
    };

    private static object Number(string text) =>
        text.Contains('.', StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : text.Length < 400 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big) ? big
        : double.Parse(text, CultureInfo.InvariantCulture);

    private Variable Variable(int at, IReadOnlyList<string> names)
    {
        List<Term> path = [.. names.Skip(1).Select(n => new Literal(at, n))];
        path.AddRange(Steps());
        return new Variable(at, names[0], path);
    }

    private Term Path(Term of) => Steps().Aggregate(of, (term, key) => new Step(key.At, term, key));

    private List<Term> Steps()
    {
        var path = new List<Term>();
        while (path.Count <= MaxDepth)
        {
            if (lexer.Accept("."))
            {
                var member = lexer.Peek;
                path.Add(member.Kind is TokenKind.Name or TokenKind.Dollar ? new Literal(lexer.Take().At, member.Text) : throw lexer.Unexpected("a name"));
            }
            else if (lexer.Accept("["))
            {
                path.Add(Inside());
            }
            else
            {
                return path;
            }
        }

        throw new LiquidSyntaxError(lexer.At, "This is too deeply nested.");
    }

    private Term Bracketed(int at)
    {
        var name = Inside();
        return name is Literal { Value: string text } ? Variable(at, dialect.Name(text)) : Path(new ComputedName(at, name));
    }

    private Term Inside()
    {
        Deeper();
        var key = Value();
        depth--;
        lexer.Expect("]");
        return key;
    }

    private RangeTerm Range(int at)
    {
        Deeper();
        var from = Value();
        lexer.Expect("..");
        var to = Value();
        depth--;
        lexer.Expect(")");
        return new RangeTerm(at, from, to);
    }

    private Term WithFilter(Term input)
    {
        var name = lexer.Peek;
        var known = FilterSet.Find(lexer.Name("the name of a filter"));
        var (arguments, named) = lexer.Accept(":") ? Arguments() : ([], []);
        if (name.Text == "lookup" && arguments is [Literal { Value: string member }] && input is Variable variable)
        {
            return new Variable(variable.At, variable.Name, [.. variable.Path, new Literal(arguments[0].At, member)]);
        }

        var filter = known ?? throw new LiquidSyntaxError(
            name.At, $"There is no filter '{name.Text}'{Nearest.Hint(name.Text, FilterSet.Names)}.", "function_unknown");
        return arguments.Count < filter.Least || arguments.Count > filter.Most
            ? throw new LiquidSyntaxError(name.At, $"The filter '{name.Text}' takes {filter.Takes}, not {arguments.Count}.", "filter_arguments")
            : new Filtered(name.At, input, filter, arguments, named);
    }

    private (List<Term> InOrder, List<KeyValuePair<string, Term>> Named) Arguments()
    {
        var arguments = new List<Term>();
        var named = new List<KeyValuePair<string, Term>>();
        do
        {
            var at = lexer.Peek;
            var value = Value();
            if (at.Kind == TokenKind.Name && value is Variable { Path.Count: 0 } or Literal && at.Kind == TokenKind.Name && lexer.Is(":"))
            {
                if (lexer.Accept(":"))
                {
                    named.Add(new(at.Text, Value()));
                    continue;
                }
            }

            arguments.Add(value);
        }
        while (lexer.Accept(","));
        return (arguments, named);
    }

    private void Deeper()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++depth > MaxDepth)
        {
            throw new LiquidSyntaxError(lexer.At, "This is too deeply nested.");
        }
    }
}
