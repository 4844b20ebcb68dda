using CsCheck;

namespace Renderer.Tests.Templates.Oracle;

/// <summary>Generates templates in Scriban, and the people and data that they are rendered for.</summary>
internal static class Generated
{
    private static readonly string[] Attributes = ["name", "age", "score", "vip", "city", "store", "tags", "items", "none", "joined", "pct"];
    private static readonly string[] Members = ["name", "price", "qty", "size", "none"];
    private static readonly string[] Variables = ["a", "b", "c"];

    private static readonly string[] Lists = ["1..3", "[1, 2, 2]", "profile.items", "profile.items", "profile.tags", "profile.items offset: 1", "profile.items limit: 2 reversed", "data.items offset: 1 limit: 1"];

    private static readonly string[] Pipes =
    [
        "string.upcase", "string.downcase", "string.capitalize", "string.strip", "string.size", "string.append '<'", "string.replace 'x' 'y'", "string.truncate 3",
        "string.split ' '", "array.first", "array.last", "array.size", "array.join ', '", "array.reverse", "array.sort", "array.uniq", "array.map 'name'",
        "object.default 'd'", "object.default 7", "object.typeof", "object.size", "math.abs", "math.ceil", "math.round 1", "math.plus 1", "math.times 2", "html.escape",
        "html.strip", "html.url_encode", "html.newline_to_br", "raw", "date.parse", "date.to_string '%Y-%m-%d'", "date.parse | date.to_string '%B %d, %Y'", "date.add_days 1",
        "format_number", "format_number 1", "format_percent", "format_money 'EUR'", "format_money", "format_date", "format_date 'short'", "format_time", "link", "time_left", "amp_link",
    ];

    private static readonly Gen<string> Text = OneOf(
        "", "x", "<b>", "&amp;", "Ann \"A\" O'Hara", "Zoë", "日本", "5", "-0", "1e3", "  ", "a\nb", "{{", "😀", "\\u00e9", "null", "true", "\t");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text.Select(t => System.Text.Json.JsonSerializer.Serialize(t)),
        Gen.Int[-5, 20].Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        OneOf("null", "true", "false", "1.5", "-2.25", "3000000000", "1e2", "0.1", "2147483647", "\"2026-11-24T13:55:03Z\"", "\"\""));

    private static readonly Gen<string> Item = Gen.OneOf(
        Gen.Select(Scalar, Scalar, Scalar, (a, b, c) => $$"""{"name":{{a}},"price":{{b}},"qty":{{c}}}"""),
        Scalar);

    private static readonly Gen<string> Value = Gen.Frequency(
        (5, Scalar),
        (2, Item),
        (2, Item.Array[0, 4].Select(i => $"[{string.Join(",", i)}]")));

    /// <summary>A JSON object with some of the attributes.</summary>
    public static readonly Gen<string> Json = Gen.Select(Gen.Bool.Array[Attributes.Length], Value.Array[Attributes.Length], (has, values) =>
        $"{{{string.Join(",", Attributes.Zip(has, values).Where(a => a.Second).Select(a => $"\"{a.First}\":{a.Third}"))}}}");

    private static readonly Gen<string> Path = Gen.OneOf(
        OneOf(Attributes).Select(a => $"profile.{a}"),
        OneOf(Attributes).Select(a => $"data.{a}"),
        OneOf(Attributes),
        OneOf(Variables),
        Gen.Select(OneOf(Attributes), OneOf(Members), (a, m) => $"profile.{a}?.{m}"),
        Gen.Select(OneOf(Attributes), OneOf(Members), (a, m) => $"data.{a}?.{m}"),
        Gen.Select(OneOf("x", "y"), OneOf(Members), (x, m) => $"{x}?.{m}"),
        OneOf("x", "y", "data['name']", "data['items']", "profile.name", "profile.items?.size", "data.items?.size", "now", "message.id", "locale", "web_link", "pixel", "open.relative", "link 'https://x.example/?a=1&b=2#c'",
            "segments.young", "segments.named", "segments.odd"));

    /// <summary>The rules that they ask; one of them fails for some people.</summary>
    public const string Segments = "young: profile.age < 10\nnamed: profile.name != null && !segments.young\nodd: profile.pct.x.y == 1\n";

    private static readonly Gen<string> Literal = OneOf("1", "0", "2.5", "'x'", "\"5\"", "null", "true", "false", "''", "[1, 2, 'x']", "{name: 'n', qty: 2}", "3000000000");

    private static Gen<string> Expression(int depth) => depth == 0 ? Gen.OneOf(Path, Literal) : Gen.Frequency(
        (4, Path),
        (2, Literal),
        (1, OneOf("profile.items[0]", "profile.tags[-1]", "profile.items[0].name", "profile.store.name", "x.name", "profile")),
        (4, Gen.Select(Expression(depth - 1), OneOf("==", "!=", "<", ">=", "&&", "||", "??"), Expression(depth - 1), (l, o, r) => $"({l} {o} {r})")),
        (1, Gen.Select(Expression(depth - 1), OneOf("==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%", "&&", "||", "??", "..", "..<"), Expression(depth - 1), (l, o, r) => $"({l} {o} {r})")),
        (1, Expression(depth - 1).Select(e => $"(!{e})")),
        
        (1, Gen.Select(Expression(depth - 1), Expression(depth - 1), Expression(depth - 1), (t, a, b) => $"({t} ? {a} : {b})")),
        (1, Expression(0).Select(e => $"(-{e})")),
        (2, Gen.Select(Expression(depth - 1), OneOf("string.upcase", "object.default 'd'", "html.escape", "object.typeof", "string.append '<'", "string.strip"), (e, p) => $"({e} | {p})")),
        (1, Gen.Select(Expression(depth - 1), OneOf(Pipes), (e, p) => $"({e} | {p})")));

    private static readonly Gen<string> Leaf = Gen.Frequency(
        (3, Text.Select(t => t.Replace("{{", "{", StringComparison.Ordinal))),
        (5, Path.Select(e => $"{{{{ {e} }}}}")),
        (2, Expression(1).Select(e => $"{{{{ {e} }}}}")),
        (1, Expression(2).Select(e => $"{{{{ {e} }}}}")),
        (2, Gen.Select(OneOf(Variables), Expression(1), (v, e) => $"{{{{ {v} = {e} }}}}")),
        (1, OneOf(
            "{{ for z in 1..9; if z == 3; continue; end; if z > 5; break; end; z; end }}",
            "{{ b = 0; while b < 3; b; b = b + 1; end }}",
            "  {{~ a ~}}  ",
            "\n  {{- a -}}\n  ",
            "\n    {{ profile.name }}\n",
            "{{ 'x' | string.upcase }}<b>{{ format_number 1234.5 1 }}</b>{{ locale }}",
            "{{ if segments.young }}<i>{{ 2 | format_percent }}</i>{{ else }}{{ for z in 1..3; for.index; end }}{{ end }}")));

    private static Gen<string> Statement(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (8, Leaf),
        (3, Gen.Select(Expression(1), Body(depth - 1), Body(depth - 1), (t, a, b) => $"{{{{ if {t} }}}}{a}{{{{ else }}}}{b}{{{{ end }}}}")),
        (1, Gen.Select(Expression(1), Expression(0), Body(depth - 1), Body(depth - 1), (t, u, a, b) => $"{{{{ if {t} }}}}{a}{{{{ else if {u} }}}}{b}{{{{ end }}}}")),
        (3, Gen.Select(OneOf("x", "y"), OneOf(Lists), Body(depth - 1), (v, o, b) => $"{{{{ for {v} in {o} }}}}{{{{ for.index }}}}{{{{ for.last }}}}{{{{ for.changed }}}}{b}{{{{ else }}}}none{{{{ end }}}}")),
        (1, Gen.Select(OneOf(Variables), Body(depth - 1), (v, b) => $"{{{{ capture {v} }}}}{b}{{{{ end }}}}")),
        (1, Gen.Select(Expression(1), Literal, Body(depth - 1), Body(depth - 1), (e, l, a, b) => $"{{{{ case {e} }}}}{{{{ when {l}, 1 }}}}{a}{{{{ when 'x' }}}}{b}{{{{ else }}}}-{{{{ end }}}}")));

    private static Gen<string> Body(int depth) => Statement(depth).Array[0, 3].Select(s => string.Concat(s));

    /// <summary>A template.</summary>
    public static readonly Gen<string> Template = Statement(2).Array[1, 6].Select(s => string.Concat(s));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
