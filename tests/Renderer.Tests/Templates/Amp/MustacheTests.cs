using System.Text.Json;
using AngleSharp.Html.Parser;
using CsCheck;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates.Amp;

/// <summary>Our braces and those of amp-mustache.</summary>
public sealed class MustacheTests
{
    [Theory]
    [InlineData("scriban")]
    [InlineData("liquid")]
    public void In_a_template_braces_are_left_alone_and_a_value_is_written_with_an_equals_sign(string language)
    {
        const string Source = """<p>{{ profile.name }}</p><template type="amp-mustache">{{#items}}<a href="{{url}}">{{ name }} {{{raw}}} { {{= profile.name }}</a>{{/items}}</template><p>{{ profile.name }}</p>""";
        using var bench = Bench(Source, language);
        Assert.Contains(
            """<p>Ann</p><template type="amp-mustache">{{#items}}<a href="{{url}}">{{ name }} {{{raw}}} { Ann</a>{{/items}}</template><p>Ann</p>""",
            bench.Render("""{"name":"Ann"}""").Amp,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_in_a_value_may_have_braces()
    {
        using var bench = Bench("<template type=\"amp-mustache\">{{= profile.list | array.join \"}}\" }}</template>", "scriban");
        Assert.Contains(">1}}2</template>", bench.Render("""{"list":[1,2]}""").Amp, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{{{x}}}}")]
    [InlineData("{")]
    [InlineData("{{#items}}{{/items}}")]
    [InlineData("&#123;&#123;x&#125;&#125;")]
    [InlineData("<b>{{{raw}}}</b>")]
    [InlineData("\ufdd0\ufdd0x\ufdd1\ufdd1")]
    [InlineData("{{=<% %>=}}")]
    public void No_value_becomes_a_tag_of_amp_mustache(string value)
    {
        foreach (var place in new[] { "{{= profile.v }}", "<p title=\"{{= profile.v }}\"></p>", "{ {= {{= profile.v }}{{= profile.v }}", "<a href=\"https://x.example/?q={{= profile.v }}\">x</a>", "{{= raw profile.v }}" })
        {
            using var bench = Bench($"<template type=\"amp-mustache\">{place}</template>", "scriban", "raw: [profile.v]\n");
            var mail = bench.Render($"{{\"v\":{JsonSerializer.Serialize(value)}}}");
            Assert.True(mail.Amp is not null, string.Join('\n', mail.Faults));
            Assert.DoesNotContain("{{", Read(mail.Amp), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_text_at_all_does()
    {
        using var bench = Bench("<template type=\"amp-mustache\">{ {{= profile.a }}{{= profile.b }}<p title=\"{{= profile.a }}{{= profile.b }}\"></p></template>", "scriban");
        var template = bench.Template();
        var text = Gen.Char["{}&#123;<>\"x\u2060\ufdd0"].Array[0, 12].Select(c => new string(c));
        Gen.Select(text, text).Sample(
            (a, b) =>
            {
                var mail = Workbench.Render(template, JsonSerializer.Serialize(new { a, b }), parts: [Renderer.Templates.Part.Amp]);
                return mail.Amp is not null && !Read(mail.Amp).Contains("{{", StringComparison.Ordinal);
            },
            iter: 2000);
    }

    [Theory]
    [InlineData("<template type=\"amp-mustache\">\n{% if x %}</template>", 2, 1, "mustache_code")]
    [InlineData("<template type=\"amp-mustache\">\n {{#a {{= profile.x }} }}</template>", 2, 2, "mustache_open")]
    [InlineData("<template type=\"amp-mustache\">\n {{a</template>", 2, 2, "mustache_open")]
    [InlineData("<template type=\"amp-mustache\">\n{{= profile. }}</template>", 2, 14, "syntax")]
    public void What_cannot_stand_in_a_template_is_said_at_its_place(string source, int line, int column, string code)
    {
        using var bench = Bench(source, "scriban");
        var found = bench.Check().First(d => d.Severity == Severity.Error);
        Assert.Equal((code, line, column), (found.Code, found.Line, found.Column));
    }

    [Fact]
    public void A_template_in_a_comment_or_in_our_code_is_none()
    {
        using var bench = Bench("<!-- <template> -->{{ x = \"<template>\" }}<p>{{ profile.name }}</p>", "scriban");
        Assert.Contains("<p>Ann</p>", bench.Render("""{"name":"Ann"}""").Amp, StringComparison.Ordinal);
    }

    // As amp-mustache gets it: out of the document, references resolved.
    private static string Read(string amp) => new HtmlParser().ParseDocument(amp).QuerySelector("template")!.InnerHtml;

    private static Workbench Bench(string amp, string language, string more = "") => new(
        ("mail/body.html", "<p>html</p>"), ("mail/template.yaml", $"language: {language}\nsubject: s\nfailure: {{fallback: drop}}\n{more}"), ("mail/body.amp.html", amp));
}
