using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>Values never become markup: a hostile value gives the same elements and attributes as a tame one.</summary>
public sealed class EscapingTests
{
    private const string Html = """
        <html><head><title>{{ profile.v }}</title></head><body class="{{ profile.v }}">
        <p title='{{ profile.v }}' data-x="{{ profile.v }}">{{ profile.v }}</p>
        {{ for x in profile.list }}<li>{{ x }}</li>{{ end }}
        <td>{{ profile.list }} {{ profile.object }} {{ profile.v | string.upcase }} {{ "<i>" + profile.v }} {{ $"{profile.v}" }}</td>
        {{ capture c }}<b>{{ profile.v }}</b>{{ end }}{{ c }}{{ c | string.strip }}
        {{ func wrap_it(x) }}<u>{{ x }}</u>{{ end }}{{ wrap_it profile.v }}
        {{ profile.v | html.escape }} {{ profile.v | html.newline_to_br }} {{ t "hello" {name: profile.v} }}
        {{ block "inner" }}
        </body></html>
        """;

    private static readonly string[] Hostile =
    [
        "\"><script>alert(1)</script>",
        "'><img src=x onerror=alert(1)>",
        "</title></p></td></body><svg/onload=alert(1)>",
        "--><!--[if mso]><b>x</b><![endif]-->",
        "\" onmouseover=\"alert(1)",
        "' autofocus onfocus='alert(1)",
        "{{ 7*7 }}{% raw %}",
        "&lt;script&gt;&#x3c;b&#x3e;",
        "\u0000<b>\u0000",
        "javascript:alert(1)",
        "a\r\nb<br>c",
    ];

    public static TheoryData<string> Values => [.. Hostile];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_hostile_value_gives_the_elements_of_a_tame_one(string value)
    {
        using var bench = Bench();
        var template = bench.Template();
        var tame = Shape(Workbench.Render(template, Person("tame")).Html!);
        var hostile = Workbench.Render(template, Person(value));

        Assert.Empty(hostile.Faults);
        Assert.Equal(tame, Shape(hostile.Html!));
        Assert.Contains(value.Replace("\u0000", "\ufffd", StringComparison.Ordinal).ReplaceLineEndings("\n"), Parse(hostile.Html!).QuerySelector("p")!.TextContent.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Raw_writes_a_value_as_it_stands()
    {
        using var bench = Workbench.Mail("<p>{{ raw profile.v }}</p>", ("mail/template.yaml", "subject: Hello\nraw: [profile.v]\n"));
        Assert.Equal("<p><b>x</b></p>", bench.Render("""{"v":"<b>x</b>"}""").Html);
    }

    [Fact]
    public void Markup_is_not_escaped_twice()
    {
        using var bench = Workbench.Mail(
            "{{ capture c }}<b>{{ profile.v }}</b>{{ end }}{{ c }}{{ block \"inner\" }}{{ raw c }}{{ profile.v | html.escape }}",
            ("mail/inner.html", "<i>{{ profile.v }}</i>"), ("mail/template.yaml", "subject: Hello\nraw: [c]\nfailure: {fallback: drop}\n"));
        Assert.Equal("<b>&amp;</b><i>&amp;</i><b>&amp;</b>&amp;", bench.Render("""{"v":"&"}""").Html);
    }

    [Fact]
    public void Other_scripts_are_left_as_they_are()
    {
        using var bench = Workbench.Mail("<p>Hi {{ profile.v }}</p>");
        const string Name = "Zoë 李雷 مرحبا 👩‍🚀 Ω";
        Assert.Equal($"<p>Hi {Name}</p>", bench.Render($$"""{"v":"{{Name}}"}""").Html);
    }

    private static Workbench Bench() => Workbench.Mail(
        Html, ("mail/inner.html", "<em title=\"{{ profile.v }}\">{{ profile.v }}</em>"), ("mail/locales/en.yaml", "hello: Hi {name}"));

    private static string Person(string value) => System.Text.Json.JsonSerializer.Serialize(
        new { v = value, list = new[] { value, "x" }, @object = new Dictionary<string, string> { [value.Length > 4 ? value : "k"] = value } });

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string[] Shape(string html) =>
        [.. Parse(html).All.Where(e => e.LocalName != "br").Select(e => $"{e.LocalName}[{string.Join(' ', e.Attributes.Select(a => a.Name))}]")];
}
