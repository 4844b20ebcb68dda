using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace Renderer.Tests.Templates.Liquid;

/// <summary>Values never become markup, whichever way they take.</summary>
public sealed class LiquidEscapingTests
{
    private const string Html = """
        <html><head><title>{{ profile.v }}</title></head><body class="{{ profile.v }}">
        <p title='{{ profile.v }}' data-x="{{ profile.v }}">{{ profile.v }}</p>
        {% for x in profile.list %}<li>{{ x }}</li>{% endfor %}
        {% tablerow x in profile.list cols: 2 %}{{ x }}{% endtablerow %}
        <td>{{ profile.list }} {{ profile.object }} {{ profile.v | upcase }} {{ "<i>" | append: profile.v }} {{ profile.list | join: "<hr>" }}</td>
        {% capture c %}<b>{{ profile.v }}</b>{% endcapture %}{{ c }}{{ c | strip }}{{ c | append: profile.v }}{{ profile.v | prepend: c }}{{ c | upcase }}
        {% assign a = profile.v %}{{ a | replace: "x", "y" }}{% echo a %}{% cycle a, "z" %}{% liquid echo a %}
        {{ profile.v | escape }} {{ profile.v | escape_once }} {{ profile.v | newline_to_br }} {{ profile.v | strip_html }} {{ "hello" | t: name: profile.v }}
        {% block "inner" %}{% render "inner" %}{% include "inner" %}{% render "given" with profile.v as w %}
        </body></html>
        """;

    public static TheoryData<string> Values =>
    [
        "\"><script>alert(1)</script>",
        "'><img src=x onerror=alert(1)>",
        "</title></p></td></body><svg/onload=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "{{ 7 | times: 7 }}{% raw %}",
        "&lt;script&gt;&#x3c;b&#x3e;",
        "\u0000<b>\u0000",
        "a\r\nb<br>c",
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_hostile_value_gives_the_elements_of_a_tame_one(string value)
    {
        using var bench = Workbench.Mail(
            Html,
            ("mail/template.yaml", "language: liquid\nfailure: {fallback: drop}\nsubject: Hello\n"),
            ("mail/inner.html", "<em title=\"{{ profile.v }}\">{{ profile.v }}</em>"),
            ("mail/given.html", "<u>{{ w }}</u>"),
            ("mail/locales/en.yaml", "hello: Hi {name}"));
        var template = bench.Template();
        var hostile = Workbench.Render(template, Person(value));

        Assert.Empty(hostile.Faults);
        Assert.Equal(Shape(Workbench.Render(template, Person("tame")).Html!), Shape(hostile.Html!));
        Assert.Contains(Plain(value), Plain(Parse(hostile.Html!).QuerySelector("p")!.TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_is_not_escaped_twice()
    {
        using var bench = Workbench.Mail(
            "{% capture c %}<b>{{ profile.v }}</b>{% endcapture %}{{ c }}{% block \"inner\" %}{{ c | raw }}{{ profile.v | escape }}{{ c | append: '&' }}",
            ("mail/template.yaml", "language: liquid\nfailure: {fallback: drop}\nraw: [c]\nsubject: '{{ profile.v }}'\n"),
            ("mail/inner.html", "<i>{{ profile.v }}</i>"));
        var mail = bench.Render("""{"v":"&"}""");
        Assert.Equal(("<b>&amp;</b><i>&amp;</i><b>&amp;</b>&amp;<b>&amp;</b>&amp;", "&"), (mail.Html, mail.Subject));
    }

    [Fact]
    public void The_text_part_shows_html_blocks_as_text_and_values_as_they_are()
    {
        using var bench = Workbench.Mail(
            "<p>x</p>",
            ("mail/template.yaml", "language: liquid\nfailure: {fallback: drop}\nsubject: s\n"),
            ("mail/body.txt", "{{ profile.v }} {% include \"inner\" %}; {% block \"inner\" %}"),
            ("mail/inner.html", "<i>{{ profile.v }}</i>"));
        Assert.Equal("A & B A & B\n; A & B\n", bench.Render("""{"v":"A & B"}""").Text);
    }

    [Theory]
    [InlineData("<p>x</p><script type=\"application/ld+json\">{\"a\":{{ profile.l }},\"b\":{{ profile.o }},\"c\":{{ 2.5 }}}</script>", "<p>x</p><script type=\"application/ld+json\">{\"a\":[1,\"\\u003cb\\u003e\",null],\"b\":{\"x\":true},\"c\":2.5}</script>")]
    [InlineData("<p>{% for i in profile.l %}{% render 'inner', v: i, at: forloop.index %}{% endfor %}", "<p><i>1 1 9</i><i>2 &lt;b&gt; 9</i><i>3  9</i>")]
    public void Lists_keep_their_data_in_JSON_and_blocks_get_what_they_are_given(string html, string expected)
    {
        using var bench = Workbench.Mail(
            html,
            ("mail/template.yaml", "language: liquid\nfailure: {fallback: drop}\nsubject: s\n"),
            ("mail/inner.html", "<i>{{ at }} {{ v }}{% assign v = 9 %} {{ v }}</i>"));
        var template = bench.Template();
        Assert.True(template.IsCompiled);
        foreach (var way in new[] { template, template.Interpreted() })
        {
            Assert.Equal(expected, Workbench.Render(way, """{"l":[1,"<b>",null],"o":{"x":true}}""").Html);
        }
    }

    private static string Plain(string text) => text.Replace('\u0000', '\ufffd').ReplaceLineEndings("\n");

    private static string Person(string value) => JsonSerializer.Serialize(
        new { v = value, list = new[] { value, "x" }, @object = new Dictionary<string, string> { [value.Length > 4 ? value : "k"] = value } });

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string[] Shape(string html) =>
        [.. Parse(html).All.Where(e => e.LocalName != "br").Select(e => $"{e.LocalName}[{string.Join(' ', e.Attributes.Select(a => a.Name))}]")];
}
