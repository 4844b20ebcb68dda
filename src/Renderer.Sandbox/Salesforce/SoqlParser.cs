using System.Globalization;
using System.Text;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Reads SOQL: fields, object, conditions joined by AND, order and limit.</summary>
internal sealed class SoqlParser
{
    private readonly List<Token> tokens;
    private int at;

    private SoqlParser(List<Token> tokens) => this.tokens = tokens;

    private Token Here => at < tokens.Count ? tokens[at] : new("", false);

    /// <summary>Reads a query.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static SoqlQuery Parse(string text)
    {
        var parser = new SoqlParser(Split(text));
        parser.Expect("SELECT");
        var fields = parser.Names();
        parser.Expect("FROM");
        var query = new SoqlQuery { Text = text, Fields = fields, Object = parser.Name() };
        query = query with
        {
            Conditions = parser.Take("WHERE") ? parser.Conditions() : [],
            Order = parser.Take("ORDER") ? parser.Order() : [],
            Limit = parser.Take("LIMIT") ? int.Parse(parser.Next().Text, NumberStyles.None, CultureInfo.InvariantCulture) : null,
        };
        return parser.at == parser.tokens.Count ? query : throw new FormatException($"unexpected token: '{parser.Here.Text}'");
    }

    private List<SoqlCondition> Conditions()
    {
        var conditions = new List<SoqlCondition>();
        do
        {
            var field = Name();
            var how = Next().Text.ToUpperInvariant();
            conditions.Add(new SoqlCondition(field, how, how switch
            {
                "IN" => Values(),
                "=" or "<" or "<=" or ">" or ">=" => [Value()],
                _ => throw new FormatException($"unexpected token: '{how}'"),
            }));
        }
        while (Take("AND"));
        return conditions;
    }

    private List<string> Values()
    {
        Expect("(");
        var values = new List<string> { Value() };
        while (Take(","))
        {
            values.Add(Value());
        }

        Expect(")");
        return values;
    }

    private string Value()
    {
        var token = Next();
        return token.IsLiteral || DateTimeOffset.TryParse(token.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? token.Text
            : throw new FormatException($"Bind variables only allowed in Apex code: '{token.Text}'");
    }

    private List<(string Field, bool Descending)> Order()
    {
        Expect("BY");
        var order = new List<(string, bool)>();
        do
        {
            var field = Name();
            var descending = Take("DESC");
            order.Add((field, descending));
            Take("ASC");
        }
        while (Take(","));
        return order;
    }

    private List<string> Names()
    {
        var names = new List<string> { Name() };
        while (Take(","))
        {
            names.Add(Name());
        }

        return names;
    }

    private string Name()
    {
        var token = Next();
        return !token.IsLiteral && token.Text.Length > 0 && char.IsAsciiLetter(token.Text[0]) && token.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            ? token.Text
            : throw new FormatException($"unexpected token: '{token.Text}'");
    }

    private bool Take(string word)
    {
        var taken = !Here.IsLiteral && Here.Text.Equals(word, StringComparison.OrdinalIgnoreCase);
        at += taken ? 1 : 0;
        return taken;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw new FormatException($"unexpected token: '{Here.Text}', expecting '{word}'");
        }
    }

    private Token Next() => at < tokens.Count ? tokens[at++] : throw new FormatException("unexpected end of query");

    private static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
            }
            else if (text[i] == '\'')
            {
                tokens.Add(Literal(text, ref i));
            }
            else if (text[i] is ',' or '(' or ')')
            {
                tokens.Add(new(text[i++].ToString(), false));
            }
            else
            {
                var start = i;
                var isSign = IsSign(text[i]);
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not (',' or '(' or ')' or '\'') && IsSign(text[i]) == isSign)
                {
                    i++;
                }

                tokens.Add(new(text[start..i], false));
            }
        }

        return tokens;
    }

    private static bool IsSign(char c) => c is '=' or '<' or '>' or '!';

    private static Token Literal(string text, ref int i)
    {
        var literal = new StringBuilder();
        for (i++; i < text.Length; i++)
        {
            if (text[i] == '\'')
            {
                i++;
                return new(literal.ToString(), true);
            }

            if (text[i] == '\\' && i + 1 < text.Length)
            {
                literal.Append(text[++i] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\b',
                    'f' => '\f',
                    '\\' or '\'' or '"' or '%' or '_' => text[i],
                    var bad => throw new FormatException($"Illegal string escape '\\{bad}'"),
                });
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        throw new FormatException("line breaks not allowed in string literals, or a quote is missing");
    }

    private readonly record struct Token(string Text, bool IsLiteral);
}
