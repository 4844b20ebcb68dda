using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Escaping;
using Renderer.Templates.Scriban;
using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>Where an output stands is known from the source alone.</summary>
public sealed class PlaceTests
{
    /// <summary>A source, and the places of its outputs in order.</summary>
    public static TheoryData<string, string> Sources => new()
    {
        { "{{ v }}", "Content" },
        { "<p>{{ v }}</p>", "Content" },
        { "a < {{ v }}", "Content" },
        { "<title>{{ v }}</title>{{ v }}", "Content Raw, Content" },
        { "<textarea><a href=\"{{ v }}</textarea>", "Content Raw" },
        { "<p title=\"{{ v }}\" lang='{{ v }}' dir={{ v }}>{{ v }}", "Attribute Quoted, Attribute Quoted, Attribute Unquoted, Content" },
        { "<a href=\"{{ v }}\">", "Url Quoted" },
        { "<a href = '{{ v }}/{{ v }}?a={{ v }}#{{ v }}'>", "Url Quoted, UrlPath Quoted, UrlQuery Quoted, UrlQuery Quoted" },
        { "<a href={{ v }}>", "Url Unquoted" },
        { "<a href=\"https://{{ v }}/{{ v }}?a={{ v }}&amp;b={{ v }}\">", "UrlHost Quoted, UrlPath Quoted, UrlQuery Quoted, UrlQuery Quoted" },
        { "<a href=\"{{ v }}{{ v }}\">", "Url Quoted, UrlPath Quoted" },
        { "<a href=\"{{ v }}:{{ v }}\">", "UrlBefore Quoted, UrlPath Quoted" },
        { "<a href=\"java{{ v }}\">", "UrlPath Quoted" },
        { "<a href=\"java{{ v }}:x\">", "UrlBefore Quoted" },
        { "<a href=\"/{{ v }}\">", "UrlHost Quoted" },
        { "<a href=\"#{{ v }}\">", "UrlQuery Quoted" },
        { "<a href=\"mailto:{{ v }}?subject={{ v }}\">", "UrlOpaque Quoted, UrlQuery Quoted" },
        { "<a href=\"?q={{ v | html.url_encode }}\">", "UrlEncoded Quoted" },
        { "<a href=\"{{ if v }}https://a.example/{{ else }}{{ v }}{{ end }}{{ v }}\">", "Url Quoted, UrlQuery Quoted" },
        { "<a href=\"https://a.example/?{{ for x in v }}&amp;{{ x }}={{ x }}{{ end }}\">", "UrlQuery Quoted, UrlQuery Quoted" },
        { "<img srcset=\"{{ v }} 1x, https://a.example/{{ v }} 2x, {{ v }}\">", "UrlList Quoted, UrlPath Quoted, UrlList Quoted" },
        { "<v:fill src=\"{{ v }}\"/><v:rect o:href='{{ v }}'/><use xlink:href='{{ v }}'/>", "Url Quoted, Url Quoted, Url Quoted" },
        { "<td background=\"{{ v }}\" data-href=\"{{ v }}\" bgcolor=\"{{ v }}\">", "Url Quoted, Attribute Quoted, Attribute Quoted" },
        { "<svg><set attributeName=href to=\"{{ v }}\"/></svg>", "UrlList Quoted" },
        { "<p style=\"color:{{ v }};{{ v }}:1px\">", "CssValue Quoted, CssName Quoted" },
        { "<p style=\"font-family:'{{ v }}',&quot;{{ v }}&quot;\">", "CssString Quoted, CssString Quoted" },
        { "<p style=\"background:url({{ v }})\">", "Url Quoted css" },
        { "<p style=\"background:URL( 'https://a.example/{{ v }}?{{ v }}') {{ v }}\">", "UrlPath Quoted css, UrlQuery Quoted css, CssValue Quoted" },
        { "<style>.a{color:{{ v }}} .{{ v }}{} /* ' {{ v }} */ @import \"{{ v }}\";</style>{{ v }}", "CssValue Raw, CssName Raw, CssName Raw, Url Raw css, Content" },
        { "<style>a{content:\"\\\"{{ v }}\"}</style>", "CssString Raw" },
        { "<!-- {{ v }} -->{{ v }}", "Comment, Content" },
        { "<!-->{{ v }}<!--->{{ v }}<!-- a --!>{{ v }}", "Content, Content, Content" },
        { "<!doctype {{ v }}>{{ v }}<?xml {{ v }}?>", "Comment, Content, Comment" },
        { "<!--[if mso]><a href=\"{{ v }}\">{{ v }}</a><![endif]-->{{ v }}", "Url Quoted guarded, Content guarded, Content" },
        { "<!--[if {{ v }}]>{{ v }}<![endif]-->", "Comment, Content guarded" },
        { "<!--[if !mso]><!-->{{ v }}<!--<![endif]-->{{ v }}", "Content, Content" },
        { "<!--[if !mso]><!-- -->{{ v }}<!-- <![endif]-->{{ v }}", "Content, Content" },
        { "<![if !mso]>{{ v }}<![endif]>{{ v }}", "Content, Content" },
        { "<!--[if mso]><style>a{color:{{ v }}}</style><![endif]-->", "CssValue Raw guarded" },
        { "<script type=\"application/ld+json\">{\"a\":\"{{ v }}\",\"b\":{{ v }},\"c\\\"{{ v }}\":1}</script>", "JsonString Raw, JsonValue Raw, JsonString Raw" },
        { "{%{<p title=\"{{ amp }}\">{{#x}}}%}{{ v }}\">", "Content" },
        { "{{ v }}>", "Content guarded" },
        { "{{ capture c }}<a href=\"{{ v }}\">{{ end }}<p title=\"{{ c }}\">", "Url Quoted, Attribute Quoted" },
        { "<td{{ if v }} class=\"{{ v }}\"{{ end }}>{{ v }}", "Attribute Quoted, Content" },
        { "<a {{ if v }}href{{ else }}src{{ end }}=\"{{ v }}\">", "Url Quoted" },
        { "{{ for x in v }}<p style=\"a:{{ x }}\">{{ if x }}{{ break }}{{ end }}</p>{{ else }}{{ v }}{{ end }}", "CssValue Quoted, Content" },
        { "{{ func f }}{{ v }}{{ end }}<p title=\"{{ f }}\">", "Content, Attribute Quoted" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void An_output_stands_where_a_browser_would_read_it(string source, string expected)
    {
        var (places, findings) = Walk(source);
        Assert.Empty(findings.Items);
        Assert.Equal(expected, string.Join(", ", places));
    }

    [Theory]
    [InlineData("<script>var a = '{{ v }}'</script>", "place_script", 1, 21)]
    [InlineData("<script type=\"{{ v }}\"></script>", "place_script", 1, 18)]
    [InlineData("<svg><script>{{ v }}</script></svg>", "place_script", 1, 17)]
    [InlineData("<a href=\"javascript:{{ v }}\">", "place_script", 1, 24)]
    [InlineData("<a href=\" java&#115;cript:{{ v }}\">", "place_script", 1, 30)]
    [InlineData("<iframe srcdoc='{{ v }}'></iframe>", "place_script", 1, 20)]
    [InlineData("<p [text]=\"{{ v }}\">", "place_script", 1, 15)]
    [InlineData("<script type='application/json'>\"\\{{ v }}\"</script>", "place_script", 1, 38)]
    [InlineData("<p\nonclick='{{ v }}'>", "place_event_handler", 2, 13)]
    [InlineData("<{{ v }}>", "place_tag_name", 1, 5)]
    [InlineData("</h{{ v }}>", "place_tag_name", 1, 7)]
    [InlineData("<p {{ v }}=1>", "place_attribute_name", 1, 7)]
    [InlineData("<p data-{{ v }}=1>", "place_attribute_name", 1, 12)]
    [InlineData("<p {{ if v }}title{{ else }}onclick{{ end }}='{{ v }}'>", "place_attribute_name", 1, 50)]
    [InlineData("{{ if v }}<!--[if mso]>{{ end }}", "branches_differ", 1, 4)]
    [InlineData("{{ for x in v }}<p title='{{ end }}'>", "branches_differ", 1, 4)]
    [InlineData("{{ for x in v }}<p title='{{ break }}'>{{ end }}", "branches_differ", 1, 30)]
    [InlineData("a\n <!-- {{ v }}", "part_unclosed", 2, 2)]
    [InlineData("{{ capture c }}<a href='{{ end }}", "part_unclosed", 1, 16)]
    [InlineData("x<!--[if mso]><p>{{ v }}</p>", "part_unclosed", 1, 2)]
    public void Where_no_value_is_safe_the_author_is_told(string source, string code, int line, int column)
    {
        var found = Walk(source).Findings.Items[0];
        Assert.Equal((code, line, column), (found.Code, found.Line, found.Column));
    }

    [Fact]
    public void Branches_that_differ_are_both_named()
    {
        var (_, findings) = Walk("{{ if v }}\n<p title='{{ else if w }}\n<p>{{ else }}{{ end }}");
        Assert.Contains("line 1, column 4 ends in the attribute 'title'", findings.Items[0].Message, StringComparison.Ordinal);
        Assert.Equal(2, findings.Items[0].Line);
    }

    [Fact]
    public void Real_mails_without_tags_have_no_fault()
    {
        var folder = Above(AppContext.BaseDirectory);
        var files = folder is null ? [] : Directory.GetFiles(folder, "*.html", SearchOption.AllDirectories);
        TestContext.Current.TestOutputHelper?.WriteLine($"{files.Length} real mails beside this repository.");
        foreach (var file in files)
        {
            Assert.Empty(Walk(File.ReadAllText(file).Replace("{{", "{ {", StringComparison.Ordinal)).Findings.Items);
        }
    }

    private static (IEnumerable<OutputPlace> Places, Findings Findings) Walk(string source)
    {
        var (text, findings) = (new SourceText(source, null, "html"), new Findings());
        var script = ScribanScript.Parse(text, findings);
        Assert.True(script is not null, string.Join("\n", findings.Items));
        findings = new Findings();
        var places = FormWalk.Places(script.Forms, text, findings);
        return (Outputs.Of(script.Forms).Select(at => places[at]), findings);
    }

    private static string? Above(string? folder) =>
        folder is null ? null
        : Path.Combine(folder, "shared", "cases", "email-html") is var there && Directory.Exists(there) ? there
        : Above(Path.GetDirectoryName(folder));
}
