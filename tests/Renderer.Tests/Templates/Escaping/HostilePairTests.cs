using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>10,000 pairs of a place and a hostile value: a real parser finds what it finds for a tame value, and no address that runs.</summary>
public sealed class HostilePairTests
{
    private const int Pairs = 10_000;
    private const string Interpreted = "{{ func unused }}{{ end }}";

    private static readonly string[] Sources =
    [
        "<p>{{ v }}</p>", "<p>{{ v }}{{ w }}></p>", "<p title=\"{{ v }}\" lang='{{ w }}'>x</p>", "<p title={{ v }} lang=x{{ w }}>x</p>", "<title>{{ v }}</title><p>", "<textarea>{{ v }}</textarea><p>",
        "<a href=\"{{ v }}\">x</a>", "<a href=\"{{ v }}{{ w }}\">x</a>", "<a href='{{ v }}:{{ w }}'>x</a>", "<a href={{ v }}>x</a>", "<a href=\"https://a.example/{{ v }}?q={{ w }}\">x</a>",
        "<a href=\"https://{{ v }}/{{ w }}\">x</a>", "<a href=\"java{{ v }}\">x</a>", "<a href=\" {{ v }}script:{{ w }}\">x</a>", "<a href='mailto:{{ v }}?subject={{ w }}'>x</a>", "<img srcset=\"{{ v }} 1x, {{ w }}\">",
        "<p style=\"color:{{ v }};width:{{ w }}px\">x</p>", "<p style='font-family:\"{{ v }}\"'>x</p>", "<p style=\"background:url({{ v }}) {{ w }}\">x</p>", "<p style=\"background:url('{{ v }}')\">x</p>", "<p style={{ v }}:{{ w }}>x</p>",
        "<style>a{color:{{ v }}}b{background:url({{ w }})}</style><p>", "<style>a{font-family:'{{ v }}'} /* {{ w }} */</style><p>", "<style>.{{ v }}{color:red}</style><p>", "<!-- {{ v }} --><p>", "<!--{{ v }}{{ w }}--><p>", "<!-- {{ v }}> --><p>",
        "<script type=\"application/ld+json\">{\"a\":\"{{ v }}\",\"b\":\"<{{ w }}\"}</script><p>", "<script type=\"application/ld+json\">{\"a\":{{ v }}}</script><p>", "<svg><a href=\"{{ v }}\"><title>{{ w }}</title></a></svg><p>",
        "{{ capture c }}<b title='{{ v }}'>{{ w }}</b>{{ end }}{{ c }}<p title=\"{{ c }}\">x</p><a href='{{ c }}'>y</a><!-- {{ c }} -->", "{{ for x in [v, w] }}<a href='{{ x }}'>{{ x }}</a>{{ end }}",
    ];

    // Only an interpreted template has functions of its own.
    private static readonly string[] WithFunctions = [.. Sources.Select(s => Interpreted + s), "{{ func f(x) }}<b>{{ x }}</b>{{ end }}<p title='{{ f v }}'>{{ f w }}</p><a href=\"{{ f v }}\">x</a><style>a{color:{{ f v }}}</style>"];

    public static TheoryData<string> Ways => ["compiled", "interpreted"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_hostile_value_gives_what_a_tame_one_gives(string way)
    {
        var sources = way == "compiled" ? Sources : WithFunctions;
        var all = sources.Concat(sources.Select(Hidden)).ToArray();
        var templates = all.ToDictionary(s => s, s => Compile(s, way));
        var tame = all.ToDictionary(s => s, s => Shape(s, Render(templates[s], "tame", "tame")));
        var values = Gen.Select(Hostile.Text, Hostile.Text).Array[Pairs].Single();
        for (var i = 0; i < Pairs; i++)
        {
            var source = all[i % all.Length];
            var html = Render(templates[source], values[i].Item1, values[i].Item2);
            var shape = Shape(source, html);
            Assert.True(shape == tame[source], $"{source}\n{JsonSerializer.Serialize(values[i].Item1)}, {JsonSerializer.Serialize(values[i].Item2)}\n{html}\n{tame[source]}\n---\n{shape}");
        }
    }

    private static string Hidden(string source) => source.Contains("<!--", StringComparison.Ordinal) ? source + " " : $"<!--[if mso]>{source}<![endif]--><i>after</i>";

    private static Template Compile(string source, string way)
    {
        var made = TemplateFolder.Load(WorkspaceName.Default, Path.GetTempPath() + "none-there", _ => null).Compile(new TemplateDraft { Html = source });
        Assert.True(made.Template is not null, $"{source}: {string.Join("\n", made.Diagnostics)}");
        Assert.Equal(way == "interpreted" || source.Contains(":{{ v }}}</script>", StringComparison.Ordinal), made.Diagnostics.Any(d => d.Code == "interpreted"));
        return made.Template;
    }

    private static string Render(Template template, string v, string w)
    {
        var mail = Workbench.Render(template, "{}", JsonSerializer.Serialize(new { v, w }), parts: [Part.Html]);
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
