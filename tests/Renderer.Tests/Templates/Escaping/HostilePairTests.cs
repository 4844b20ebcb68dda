using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>10,000 pairs of a place and a hostile value: a real parser finds what it finds for a tame value, and no address that runs.</summary>
public sealed partial class HostilePairTests
{
    private const int Pairs = 10_000;
    private const string Interpreted = "{{ func unused }}{{ end }}";

    private static readonly string[] Sources =
    [
        "<p>{{ v }}</p>", "<p>{{ v }}{{ w }}></p>", "<p title=\"{{ v }}\" lang='{{ w }}'>x</p>", "<p title={{ v }} lang=x{{ w }}>x</p>", "<title>{{ v }}</title><p>", "<textarea>{{ v }}</textarea><p>",
        "<a href=\"{{ v }}\">x</a>", "<a href=\"{{ v }}{{ w }}\">x</a>", "<a href='{{ v }}:{{ w }}'>x</a>", "<a href={{ v }}>x</a>", "<a href=\"https://a.example/{{ v }}?q={{ w }}\">x</a>",
        "<a href=\"https://{{ v }}/{{ w }}\">x</a>", "<a href=\"java{{ v }}\">x</a>", "<a href=\" {{ v }}script:{{ w }}\">x</a>", "<a href='mailto:{{ v }}?subject={{ w }}'>x</a>", "<img srcset=\"{{ v }} 1x, {{ w }}\">",
        "<p style=\"color:{{ v }};width:{{ w }}px\">x</p>", "<p style='font-family:\"{{ v }}\"'>x</p>", "<p style=\"background:url({{ v }}) {{ w }}\">x</p>", "<p style=\"background:url('{{ v }}')\">x</p>", "<p style={{ v }}:{{ w }}>x</p>",
        "<style>a{color:{{ v }}}b{background:url({{ w }})}</style><p>", "<style>a{font-family:'{{ v }}'} /* {{ w }} */</style><p>", "<style>.{{ v }}{color:red}</style><p>", "<!-- {{ v }} --><p>", "<!--{{ v }}{{ w }}--><p>", "<!-- {{ v }}> --><p>", "<!-- -{{ v }}-{{ w }}> <a href='{{ v }}'> --><p>",
        "<script type=\"application/ld+json\">{\"a\":\"{{ v }}\",\"b\":\"<{{ w }}\"}</script><p>", "<script type=\"application/ld+json\">{\"a\":{{ v }}}</script><p>", "<svg><a href=\"{{ v }}\"><title>{{ w }}</title></a></svg><p>",
        "{{ capture c }}<b title='{{ v }}'>{{ w }}</b>{{ end }}{{ c }}<p title=\"{{ c }}\">x</p><a href='{{ c }}'>y</a><!-- {{ c }} -->", "{{ for x in l }}<a href='{{ x }}'>{{ x }}</a>{{ end }}",
        "<p{{ if v }} class=\"{{ v }}\"{{ end }} id={{ w }}>x</p>", "<p{{ if w }} lang={{ w }}{{ else }} dir={{ v }}{{ end }} title='{{ v }}'>x</p>", "<{{ if v }}h1{{ else }}h2{{ end }} title=\"{{ w }}\">x",
        "<a href=\"{{ if w }}{{ v }}{{ else }}https://a.example/{{ v }}{{ end }}\">x</a>", "<a href=\"http{{ if w }}s{{ end }}://{{ v }}/{{ w }}\">x</a>", "<a href=\"{{ if v }}{{ v }}{{ else }}{{ w }}{{ end }}:{{ w }}\">x</a>",
        "<a href=\"{{ for x in l }}{{ x }}{{ break }}{{ end }}\">x</a>", "{{ for x in l }}<p title=\"{{ x }}\">{{ x }}</p>{{ break }}</b>{{ end }}", "<p title='{{ for x in l }}{{ x }},{{ end }}'>x</p>",
        "{{ for x in l }}{{ capture c }}<b>{{ x }}</b>{{ break }}{{ end }}{{ end }}{{ c }}", "<p style=\"background:url({{ if v }}{{ v }}{{ end }});color:{{ w }}\">x</p>",
        "<svg><style>a{fill:url(\"{{ v }}\");color:{{ w }}}</style></svg><p>", "<svg><svg></svg><style>a{font-family:'{{ v }}'}</style></svg><style>b{background:url('{{ w }}')}</style><p>", "<script type=\"application/ld+json\">{\"a\":{{ l }},\"b\":[{{ w }}]}</script><p>",
    ];

    // Only an interpreted template has these.
    private static readonly string[] WithFunctions =
    [
        .. Sources.Select(s => Interpreted + s), "{{ func f(x) }}<b>{{ x }}</b>{{ end }}<p title='{{ f v }}'>{{ f w }}</p><a href=\"{{ f v }}\">x</a><style>a{color:{{ f v }}}</style>",
        "{{ func f(x) }}{{ ret x }}{{ end }}<p title='{{ f v }}'>{{ f w }}</p>", "<!-- {{ w }} --><p title=\"{{ w }}\">x</p>{{ if true }}{{ ret v }}{{ end }}<p>", "{{ tablerow x in l }}<b title='{{ x }}'>{{ x }}</b>{{ break }}{{ end }}",
    ];

    // Whose merge syntax is looked for, and how it begins.
    private static readonly (string? Name, string Openers)[] Esps =
        [("braze", @"\{\{|\{%|\{#|\[\[|\$\{"), ("mandrill", @"\*\||\|\*|\{\{"), ("sendgrid", @"\{\{|(?<=\W)-\w+-(?=\W)"), ("sfmc", @"%%|%\[|\{\{")];

    private static readonly (string? Name, string Openers) Nobody = (null, "$^");

    public static TheoryData<string> Ways => ["compiled", "interpreted", "liquid", "liquid, interpreted"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_hostile_value_gives_what_a_tame_one_gives(string way)
    {
        var sources = (way == "interpreted" ? WithFunctions : Sources).Select(s => IsLiquid(way) ? Liquid(s) : s).ToArray();
        Case[] cases = [.. sources.Select(s => new Case(s, way, Nobody)), .. sources.Select(Hidden).Select((s, i) => new Case(s, way, Esps[i % Esps.Length]))];
        var pcg = new PCG(1);
        var seed = $"all of PCG.Parse(\"{pcg}\")";
        var value = Gen.Frequency((9, Hostile.Text.Select(t => (string?)t)), (1, Gen.Const((string?)null)));
        var values = Gen.Select(value, value).Array[Pairs].Generate(pcg, null, out _);
        for (var i = 0; i < Pairs; i++)
        {
            Same(cases[i % cases.Length], values[i].Item1, values[i].Item2, seed);
        }

        // And whatever is known at each place, once.
        for (var i = 0; i < cases.Length * Hostile.Known.Length; i++)
        {
            var which = i / cases.Length;
            Same(cases[i % cases.Length], Hostile.Known[which], Hostile.Known[((which * 7) + 3) % Hostile.Known.Length], "known to all");
        }
    }

    private static bool IsLiquid(string way) => way.StartsWith("liquid", StringComparison.Ordinal);

    private static void Same(Case one, string? v, string? w, string seed)
    {
        var html = one.Render(v, w);
        var (tame, shape) = (one.Tame(v, w), one.Shape(html));
        Assert.True(shape == tame, $"{one.Source}\n{JsonSerializer.Serialize(v)}, {JsonSerializer.Serialize(w)}; {seed}\n{html}\n{tame}\n---\n{shape}");
    }

    // A comment cannot be inside a conditional one, but it can be in what only Outlook does not read.
    private static string Hidden(string source) => source.Contains("<!--", StringComparison.Ordinal)
        ? $"<!--[if !mso]><!-->{source}<!--<![endif]--><i>after</i>"
        : $"<!--[if mso]>{source}<![endif]--><i>after</i>";

    private static string Liquid(string source)
    {
        var open = new Stack<string>();
        return Statement().Replace(source, m =>
        {
            var name = m.Groups[1].Value;
            if (name is "if" or "for" or "capture")
            {
                open.Push(name);
            }

            return name == "end" ? $"{{% end{open.Pop()} %}}" : $"{{% {name}{m.Groups[2].Value} %}}";
        });
    }

    [GeneratedRegex(@"\{\{ (if|for|capture|else|end|break)\b(.*?) \}\}")]
    private static partial Regex Statement();

    /// <summary>A source, and what tame values make of it.</summary>
    private sealed class Case(string source, string way, (string? Name, string Openers) esp)
    {
        private readonly Template template = Compile(source, way, esp.Name);
        private readonly Dictionary<(bool, bool), string> tame = [];

        public string Source => $"{source} ({esp.Name})";

        public string Render(string? v, string? w) => HostilePairTests.Render(template, v, w);

        /// <summary>The shape for tame values, where the same ones are missing.</summary>
        public string Tame(string? v, string? w)
        {
            var key = (v is null, w is null);
            return tame.TryGetValue(key, out var known) ? known : tame[key] = Shape(Render(v is null ? null : "tame", w is null ? null : "tame"));
        }

        public string Shape(string html) => $"{HostilePairTests.Shape(source, html)}openers {Regex.Count(html, esp.Openers)}";
    }

    private static Template Compile(string source, string way, string? esp)
    {
        var made = TemplateFolder.Load(WorkspaceName.Default, Path.GetTempPath() + "none-there", _ => null)
            .Compile(new TemplateDraft { Html = source, Esp = esp, Language = IsLiquid(way) ? "liquid" : "scriban" });
        Assert.True(made.Template is not null, $"{source}: {string.Join("\n", made.Diagnostics)}");
        Assert.Equal(way == "interpreted", made.Diagnostics.Any(d => d.Code == "interpreted"));
        return way == "liquid, interpreted" ? made.Template.Interpreted() : made.Template;
    }

    private static string Render(Template template, string? v, string? w)
    {
        var mail = Workbench.Render(template, "{}", JsonSerializer.Serialize(new { v, w, l = new[] { v, w } }), parts: [Part.Html]);
        Assert.Empty(mail.Faults);
        return mail.Html!;
    }

    private static string Shape(string source, string html)
    {
        var shape = new StringBuilder();
        var document = new HtmlParser().ParseDocument(html);
        Describe(document, shape);
        var isHidden = source.Contains("<!--[if mso]>", StringComparison.Ordinal);
        foreach (var comment in document.Descendants<IComment>().Where(c => isHidden && c.Data.StartsWith("[if mso]>", StringComparison.Ordinal)))
        {
            Describe(new HtmlParser().ParseDocument(comment.Data["[if mso]>".Length..^"<![endif]".Length]), shape.Append("inside\n"));
        }

        return shape.ToString();
    }

    private static void Describe(IDocument document, StringBuilder shape)
    {
        foreach (var node in document.Descendants())
        {
            switch (node)
            {
                case IComment:
                    shape.Append("comment\n");
                    break;
                case IElement element:
                    shape.Append(element.LocalName).Append(' ').AppendJoin(' ', element.Attributes.Select(a => $"{a.Name}{Danger(a)}")).Append(Rules(element)).Append('\n');
                    break;
            }
        }
    }

    private static string Danger(IAttr attribute)
    {
        var value = new string(attribute.Value.Where(c => c > ' ').ToArray());
        var isRun = attribute.LocalName == "srcset" ? value.Split(',').Any(IsRun) : attribute.LocalName is "href" or "src" && IsRun(value);
        return isRun ? " RUNS" : attribute.Name == "style" ? $"[{Structure(attribute.Value)}]" : "";
    }

    private static bool IsRun(string address) => new[] { "javascript:", "data:", "vbscript:" }.Any(s => address.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    private static string Rules(IElement element) => element.LocalName switch
    {
        "style" => $"[{Structure(element.TextContent)}]",
        "script" => JsonDocument.Parse(element.TextContent).RootElement.EnumerateObject().Aggregate("", (all, m) => $"{all} {m.Name}:{m.Value.ValueKind}"),
        _ => "",
    };

    // What a style is made of when its quoted texts and addresses are left out.
    private static string Structure(string css)
    {
        var kept = new StringBuilder();
        for (var i = 0; i < css.Length; i++)
        {
            var isText = css[i] is '"' or '\'';
            if (isText)
            {
                for (var quote = css[i++]; i < css.Length && css[i] != quote; i++)
                {
                    i += css[i] == '\\' ? 1 : 0;
                }
            }
            else if (css[i] is ';' or '{' or '}' or ':' && !(css[i] == ':' && kept.ToString().Contains('(')))
            {
                kept.Append(css[i]);
            }
            else if (css.AsSpan(i).StartsWith("url(", StringComparison.OrdinalIgnoreCase))
            {
                kept.Append("url");
                i = css.IndexOf(')', i) is var end and >= 0 ? end : css.Length;
            }
        }

        return kept.ToString();
    }
}
