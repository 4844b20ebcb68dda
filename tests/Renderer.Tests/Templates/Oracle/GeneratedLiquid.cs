using CsCheck;

namespace Renderer.Tests.Templates.Oracle;

/// <summary>Generates templates in Liquid, and blocks that they insert; people and data are those of <see cref="Generated"/>.</summary>
internal static class GeneratedLiquid
{
    /// <summary>What templates insert and show.</summary>
    public static readonly IReadOnlyDictionary<string, string> Blocks = new Dictionary<string, string>
    {
        ["card"] = "<b>{{ item.name }}{{ card.name }}{{ x }}{{ a }}</b>{% assign a = 'card' %}{{ forloop.index }}{% increment n %}",
        ["plain"] = "{{ plain }}|{{ b }}{% assign b = plain | append: '!' %}{% cycle 'p', 'q' %}{% for z in plain limit: 2 %}{{ forloop.parentloop.index }}{{ z }}{% endfor %}",
        ["inner"] = "<i>{% include 'plain' with profile.name %}{% render 'card', item: item, x: 1 %}</i>",
        ["apart"] = "<u>{% render 'card' for profile.items as item %}{% for c in item %}{{ c.name }}{{ forloop.last }}{% break %}{% endfor %}</u>",
        ["shown"] = "<em>{{ profile.name | default: 'nobody' }}{% for i in profile.items %}{{ i.price }}{% endfor %}</em>",
    };

    private static readonly string[] Attributes = ["name", "age", "score", "vip", "city", "store", "tags", "items", "none", "joined", "pct"];
    private static readonly string[] Members = ["name", "price", "qty", "size", "first", "last", "none"];
    private static readonly string[] Variables = ["a", "b", "c", "n"];

    private static readonly string[] Filters =
    [
        "upcase", "downcase", "capitalize", "strip", "lstrip", "rstrip", "size", "append: '<'", "append: b", "prepend: '\"'", "prepend: 7", "replace: 'x', 'y'", "remove: 'a'", "truncate: 3",
        "truncatewords: 1", "slice: 0", "slice: -2, 2", "split: ' '", "first", "last", "join", "join: ', '", "reverse", "sort", "sort: 'name'", "sort_natural", "uniq", "map: 'name'", "where: 'name'",
        "where: 'qty', 1", "compact", "concat: profile.tags", "sum", "sum: 'qty'", "default: 'd'", "default: 7", "default: false, allow_false: true", "abs", "ceil", "floor", "round", "round: 1", "plus: 1",
        "plus: 1.5", "minus: b", "times: 2", "times: 0.1", "divided_by: 2", "divided_by: 100.0", "divided_by: 0", "modulo: 3", "at_least: 2", "at_most: 2", "escape", "escape_once", "h", "strip_html",
        "newline_to_br", "strip_newlines", "url_encode", "url_decode", "base64_encode", "date: '%Y-%m-%d'", "date: '%B %d, %Y %H:%M'", "date: '%e. %-d %p'", "date: a", "format_number",
        "format_number: 1", "format_percent", "format_money: 'EUR'", "format_money", "format_date", "format_date: 'short'", "format_time", "find: 'name'", "has: 'qty'", "lookup: 'name'", "link", "time_left", "amp_link",
    ];

    private static readonly Gen<string> Text = OneOf("x", " ", "<b>y</b>", "&amp;", "\n", "Zoë 日本", "{ ", "'", "  a  ", "😀");

    private static readonly Gen<string> Path = Gen.Frequency(
        (3, OneOf(Attributes).Select(a => $"profile.{a}")),
        (2, OneOf(Attributes).Select(a => $"data.{a}")),
        (1, OneOf(Attributes)),
        (3, OneOf(Variables)),
        (2, Gen.Select(OneOf("profile", "data"), OneOf(Attributes), OneOf(Members), (r, a, m) => $"{r}.{a}.{m}")),
        (2, Gen.Select(OneOf("x", "y", "a"), OneOf(Members), (x, m) => $"{x}.{m}")),
        (1, OneOf("x", "y", "x[0]", "data['name']", "profile.items[0]", "profile.items[-1].name", "profile.tags[a]", "profile[a]", "profile.store[b].size", "profile.items.first.name", "data.items.last", "data.size", "now", "locale", "message.id", "web_link", "pixel", "consent_link", "open.relative", "open.other")),
        (1, OneOf("forloop.index", "forloop.index0", "forloop.rindex", "forloop.rindex0", "forloop.first", "forloop.last", "forloop.length", "forloop.name", "forloop.parentloop.index", "forloop.nothing", "tablerowloop.col")));

    private static readonly Gen<string> Literal = OneOf("1", "0", "-2", "2.5", "'x'", "\"5\"", "nil", "true", "false", "''", "empty", "blank", "(1..3)", "(a..3)", "3000000000", "'<i>'", "'2026-11-24T13:55:03Z'");

    private static readonly Gen<string> Value = Gen.Frequency((4, Path), (2, Literal));

    private static readonly Gen<string> Filtered = Gen.Frequency(
        (4, Value),
        (4, Gen.Select(Value, OneOf(Filters), (v, f) => $"{v} | {f}")),
        (2, Gen.Select(Value, OneOf(Filters), OneOf(Filters), (v, f, g) => $"{v} | {f} | {g}")));

    private static readonly Gen<string> Comparison = Gen.Frequency(
        (3, Value),
        (4, Gen.Select(Value, OneOf("==", "!=", "<>", "==", "!=", "contains"), Value, (l, o, r) => $"{l} {o} {r}")),
        (1, Gen.Select(Value, OneOf("<", ">", "<=", ">="), Value, (l, o, r) => $"{l} {o} {r}")));

    private static readonly Gen<string> Condition = Gen.Frequency(
        (3, Comparison), (1, Gen.Select(Comparison, OneOf("and", "or"), Comparison, (l, o, r) => $"{l} {o} {r}")), (1, Gen.Select(Comparison, OneOf("and", "or"), Comparison, OneOf("and", "or"), Comparison, (a, o, b, p, c) => $"{a} {o} {b} {p} {c}")));

    private static readonly Gen<string> List = OneOf(
        "(1..3)", "profile.items", "profile.items", "profile.tags", "data.items", "data.tags", "x", "a", "profile.store", "profile.name", "(1..profile.age)");

    private static readonly Gen<string> Which = Gen.Frequency(
        (6, Gen.Const("")), (1, Gen.Const(" limit: 2")), (1, Gen.Const(" offset: 1")), (1, Gen.Const(" reversed")), (1, Gen.Const(" limit: 2 offset: 1 reversed")), (1, Gen.Const(" limit: 1 offset: continue")),
        (1, Gen.Const(" offset: -1 limit: 3")), (1, Gen.Const(" limit: a")), (1, Gen.Const(" limit: 0")));

    private static readonly Gen<string> Leaf = Gen.Frequency(
        (4, Text),
        (8, Filtered.Select(e => $"{{{{ {e} }}}}")),
        (3, Gen.Select(OneOf(Variables), Filtered, (v, e) => $"{{% assign {v} = {e} %}}")),
        (1, Filtered.Select(e => $"{{% echo {e} %}}")),
        (1, Filtered.Select(e => $"{{% liquid\n assign a = {e}\n echo a\n%}}")),
        (1, OneOf("{{ '<s>' | raw }}", "{% increment n %}", "{% decrement n %}", "{% increment a %}", "{% cycle 'o', 'e' %}", "{% cycle 'g': a, 1 %}", "{% cycle 'g': b %}", "{% comment %}{{ x }}{% endcomment %}", "{% raw %}{{ x }}{% endraw %}", "  {{- a -}}  ", " {%- if a -%} z {%- endif -%} ")),
        (1, OneOf(
            "{% block 'shown' %}", "{% include 'card' %}", "{% include 'card', item: x, a: 1 %}", "{% include 'card' with profile.items %}", "{% include 'plain' with profile.tags %}", "{% include 'plain' for data.items %}",
            "{% render 'plain', plain: profile.name, b: a %}", "{% render 'plain' with a %}", "{% render 'plain' for profile.tags %}", "{% render 'card', item: x %}", "{% render 'card' for profile.items as item %}",
            "{% render 'shown' %}", "{% render 'shown', q: 1 %}", "{% include 'inner' %}", "{% include 'inner', item: y %}", "{% render 'apart', item: profile.items %}")),
        (1, Gen.Select(OneOf("for z in (1..9)", "for z in profile.items"), OneOf("z", "forloop.index"), (f, z) => $"{{% {f} %}}{{% if {z} == 3 %}}{{% continue %}}{{% endif %}}{{% if {z} == 5 %}}{{% break %}}{{% endif %}}{{{{ {z} }}}}{{% endfor %}}")));

    private static Gen<string> Statement(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (8, Leaf),
        (3, Gen.Select(OneOf("if", "unless"), Condition, Body(depth - 1), Body(depth - 1), (i, t, a, b) => $"{{% {i} {t} %}}{a}{{% else %}}{b}{{% end{i} %}}")),
        (1, Gen.Select(Condition, Condition, Body(depth - 1), Body(depth - 1), (t, u, a, b) => $"{{% if {t} %}}{a}{{% elsif {u} %}}{b}{{% endif %}}")),
        (3, Gen.Select(OneOf("x", "y"), List, Which, Body(depth - 1), Body(0), (v, o, w, b, e) => $"{{% for {v} in {o}{w} %}}{{{{ forloop.index }}}}{b}{{% else %}}{e}{{% endfor %}}")),
        (1, Gen.Select(OneOf("x", "y"), List, OneOf("", " cols: 2", " cols: a limit: 3", " cols: 0"), Body(depth - 1), (v, o, w, b) => $"{{% tablerow {v} in {o}{w} %}}{{{{ tablerowloop.col_last }}}}{b}{{% endtablerow %}}")),
        (1, Gen.Select(OneOf(Variables), Body(depth - 1), (v, b) => $"{{% capture {v} %}}{b}{{% endcapture %}}")),
        (1, Gen.Select(Value, Value, Literal, Body(depth - 1), Body(depth - 1), (e, v, l, a, b) => $"{{% case {e} %}}{{% when {v} %}}{a}{{% when {l} %}}{b}{{% else %}}-{{% endcase %}}")),
        (1, Gen.Select(Value, Body(depth - 1), Body(depth - 1), (e, a, b) => $"{{% case {e} %}}{{% when 1, 'x' %}}{a}{{% when 2 or 'y' %}}{b}{{% else %}}-{{% endcase %}}")));

    private static Gen<string> Body(int depth) => Statement(depth).Array[0, 3].Select(s => string.Concat(s));

    /// <summary>A template.</summary>
    public static readonly Gen<string> Template = Statement(2).Array[1, 6].Select(s => string.Concat(s));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
