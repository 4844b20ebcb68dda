using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Amp;

/// <summary>The AMP part as it is rendered: valid, of one story with the HTML, or left out.</summary>
public sealed class AmpPartTests
{
    private const string Yaml = "subject: s\nfailure: {fallback: drop}\n";

    [Theory]
    [InlineData("scriban", "<p>{{ profile.name }}</p>")]
    [InlineData("liquid", "<p>{{ profile.name | upcase }}</p>")]
    public void A_body_is_rendered_like_the_html_and_gets_what_amp_asks_of_a_document(string language, string body)
    {
        using var bench = Bench(body, ("mail/template.yaml", $"language: {language}\n{Yaml}"));
        var amp = bench.Render("""{"name":"<b>"}""").Amp!;

        Assert.Contains("<p>&lt;", amp, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>\n<html ⚡4email data-css-strict><head><meta charset=\"utf-8\"><style amp4email-boilerplate>", amp, StringComparison.Ordinal);
        Assert.EndsWith("</p>", amp, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_of_extensions_are_those_of_what_is_there_for_this_person()
    {
        using var bench = Bench(
            """
            <!doctype html>
            <html ⚡4email data-css-strict><head><meta charset="utf-8"><script async src="https://cdn.ampproject.org/v0.js"></script>
            <script async custom-element="amp-carousel" src="https://cdn.ampproject.org/v0/amp-carousel-0.1.js"></script>
            <style amp4email-boilerplate>body{visibility:hidden}</style></head><body>
            {{ if profile.many }}<amp-carousel type="slides" width="1" height="1"><amp-img src="https://x.example/a.png" width="1" height="1"></amp-img></amp-carousel>{{ else }}<amp-accordion><section><h2>x</h2><p>y</p></section></amp-accordion>{{ end }}
            </body></html>
            """);
        var many = bench.Render("""{"many":true}""").Amp!;
        var one = bench.Render("{}").Amp!;

        Assert.Contains("amp-carousel-0.1.js", many, StringComparison.Ordinal);
        Assert.DoesNotContain("amp-accordion-0.1.js", many, StringComparison.Ordinal);
        Assert.DoesNotContain("amp-carousel-0.1.js", one, StringComparison.Ordinal);
        Assert.Contains("amp-accordion-0.1.js", one, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_shows_its_amp_file_and_is_decided_once_for_both()
    {
        using var bench = Bench(
            "{{ block \"hero\" }}",
            ("mail/template.yaml", "subject: s\nblocks: {hero: {variants: [{name: gold, rule: profile.tier == 'gold', file: gold.html}], default: {file: plain.html}, fallback: drop}}\n"),
            ("mail/gold.html", "<img src=\"https://x.example/gold.png\" alt=\"\">"),
            ("mail/gold.amp.html", "<amp-img src=\"https://x.example/gold.png\" alt=\"\" width=\"1\" height=\"1\"></amp-img>"),
            ("mail/plain.html", "<p>plain</p>"));
        Assert.Contains("<amp-img src=\"https://x.example/gold.png\"", bench.Render("""{"tier":"gold"}""").Amp, StringComparison.Ordinal);
        Assert.Contains("<p>plain</p>", bench.Render("{}").Amp, StringComparison.Ordinal);

        // As chosen before, whatever the profile says now.
        var template = bench.Template();
        var scope = Workbench.Scope("{}");
        var choices = template.Decide(scope, new Dictionary<string, string> { ["hero"] = "gold" }, TestContext.Current.CancellationToken);
        Assert.Contains("gold.png", template.Render(scope, choices, [Part.Amp], TestContext.Current.CancellationToken).Amp, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_fell_in_the_html_falls_alike_in_amp()
    {
        using var bench = Bench(
            "<p>a</p>{{ block \"hero\" }}",
            ("mail/template.yaml", "subject: s\nblocks: {hero: {file: hero.html, fallback: static}}\n"),
            ("mail/body.html", "<p>a</p>{{ block \"hero\" }}"),
            ("mail/hero.html", "{{ profile.tier.name }}"), ("mail/hero.amp.html", "<p>good here</p>"),
            ("mail/fallback/hero.html", "<b>html falls</b>"), ("mail/fallback/hero.amp.html", "<i>amp falls</i>"));
        var mail = bench.Render();

        Assert.Equal("<p>a</p><b>html falls</b>", mail.Html);
        Assert.Contains("<i>amp falls</i>", mail.Amp, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scriban", "{{ block \"{0}\" }}", "{{ image \"pic\" }}")]
    [InlineData("liquid", "{% block '{0}' %}", "{{ 'pic' | image }}")]
    public void A_block_that_is_the_same_in_both_is_taken_from_the_html_and_any_other_is_not(string language, string block, string image)
    {
        string Block(string name) => block.Replace("{0}", name, StringComparison.Ordinal);
        var all = string.Concat(new[] { "plain", "outer", "around", "pictured", "filled", "aside" }.Select(Block));
        using var bench = Bench(
            all,
            ("mail/template.yaml", $"language: {language}\nimages: {{pic: {{src: https://x.example/a.png, alt: a, width: 1, height: 1}}}}\n{Yaml}"),
            ("mail/body.html", all),
            ("mail/plain.html", "<p>{{ profile.name }}</p>"),
            ("mail/outer.html", $"<b>{Block("plain")}</b>"),
            ("mail/around.html", $"<i>{Block("inner")}</i>"), ("mail/inner.html", "html"), ("mail/inner.amp.html", "amp"),
            ("mail/pictured.html", image),
            ("mail/filled.html", "<p>x</p><template type=\"amp-mustache\">y</template>"),
            ("mail/aside.html", "<u>html</u>"), ("mail/aside.amp.html", "<u>amp</u>"));
        var template = bench.Template();
        foreach (var one in new[] { template, template.Interpreted() })
        {
            var mail = Workbench.Render(one, """{"name":"Ann"}""");
            Assert.Contains("<i>html</i><img src=\"https://x.example/a.png\"", mail.Html, StringComparison.Ordinal);
            Assert.Contains("<p>Ann</p><b><p>Ann</p></b><i>amp</i><amp-img src=\"https://x.example/a.png\"", mail.Amp, StringComparison.Ordinal);
            Assert.Contains("<u>amp</u>", mail.Amp, StringComparison.Ordinal);
            Assert.Equal(mail.Amp, Workbench.Render(one, """{"name":"Ann"}""", parts: [Part.Amp]).Amp);
        }

        Assert.Equal(["outer", "plain"], template.SameInAmp.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_fault_leaves_the_part_out_and_nothing_else()
    {
        using var bench = Bench("<p>{{ profile.tier.name }}</p>");
        var mail = bench.Render();

        Assert.Null(mail.Amp);
        Assert.Equal(Reason.RenderError, mail.AmpReason);
        Assert.Equal("<p>html</p>", mail.Html);
        Assert.False(mail.UsedStatic);
        Assert.Equal("amp", Assert.Single(mail.Faults).Part);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://x.example/a.png")]
    [InlineData("https://x y/")]
    public void A_value_that_would_make_it_invalid_leaves_it_out(string address)
    {
        using var bench = Bench("<amp-img src=\"{{ profile.image }}\" width=\"1\" height=\"1\"></amp-img>");
        var mail = bench.Render($$"""{"image":"{{address}}"}""");

        Assert.Null(mail.Amp);
        Assert.Equal(Reason.AmpInvalid, mail.AmpReason);
        Assert.Equal("<p>html</p>", mail.Html);
        Assert.Equal("amp_invalid", Assert.Single(mail.Faults).Code);
        Assert.DoesNotContain(address, mail.Faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_over_the_clients_limit_is_left_out()
    {
        using var bench = Bench("<p>{{ for i in 1..30 }}{{ profile.text }}{{ end }}</p>");
        Assert.NotNull(bench.Render("""{"text":"short"}""").Amp);
        Assert.Equal(Reason.AmpInvalid, bench.Render($$"""{"text":"{{new string('x', 5000)}}"}""").AmpReason);
    }

    [Fact]
    public void What_amp_does_not_take_is_said_at_its_place_in_the_source()
    {
        using var bench = Bench("<p>\n {{ profile.x }}<img src=\"https://x.example/a.png\" alt=\"\">\n<p style=\"color:red !important\">{{ block \"b\" }}", ("mail/b.html", "\n<center>x</center>"));
        var found = bench.Check().Where(d => d.Severity == Severity.Error).Select(d => $"{d.File}({d.Line},{d.Column}) {d.Code}");
        Assert.Equal(
            ["mail/body.amp.html(2,17) amp_disallowed_tag", "mail/body.amp.html(3,1) amp_css_syntax_disallowed_important", "mail/b.html(2,1) amp_disallowed_tag"], found);
    }

    [Fact]
    public void Whatever_code_writes_in_an_attribute_is_no_finding()
    {
        using var bench = Bench("<a href=\"{{ profile.url }}\" class=\"{{ if profile.x }}a{{ end }}\"{{ if profile.y }} hidden{{ end }}>x</a><amp-img src=\"{{ profile.i }}\" width=\"{{ profile.w }}\" height=\"2\"></amp-img><amp-accordion><section{{ if profile.x }} expanded{{ end }}><h2>x</h2><p>y</p></section></amp-accordion>");
        Assert.DoesNotContain(bench.Check(), d => d.Severity == Severity.Error);
    }

    [Fact]
    public void Asked_for_alone_it_is_what_it_is_beside_the_other_parts()
    {
        using var bench = Bench(
            "<p>{{ preheader }}|{{ for item in profile.items }}{{ item.b }}{{ end }}|{{ profile.last }}|{{ data.x }}|{{ if segments.many }}many{{ end }}</p>",
            ("mail/template.yaml", "subject: s\npreheader: for {{ profile.name }}\nfailure: {fallback: drop}\n"),
            ("segments.yaml", "many: profile.first == 'f'\n"),
            ("mail/body.html", "<p>{{ preheader }}|{{ profile.first }}|{{ for item in profile.items }}{{ item.a }}{{ end }}|{{ if segments.many }}many{{ end }}</p>"));
        var template = bench.Template();
        const string Person = """{"name":"Ann","first":"f","last":"l","items":[{"a":1,"b":2},{"a":3,"b":4}]}""";
        foreach (var one in new[] { template, template.Interpreted() })
        {
            var all = Workbench.Render(one, Person, """{"x":"y"}""");
            Assert.Equal("<p>for Ann|f|13|many</p>", all.Html);
            Assert.Contains("<p>for Ann|24|l|y|many</p>", all.Amp, StringComparison.Ordinal);
            Assert.Equal(all.Amp, Workbench.Render(one, Person, """{"x":"y"}""", parts: [Part.Amp]).Amp);
        }
    }

    [Fact]
    public void Interpreted_it_is_the_same()
    {
        using var bench = Bench("<p>{{ profile.name }}</p><template type=\"amp-mustache\">{{name}} {{= profile.name }}</template>");
        var template = bench.Template();
        Assert.True(template.IsCompiled);
        var compiled = Workbench.Render(template, """{"name":"{{x}}"}""").Amp;
        Assert.Equal(compiled, Workbench.Render(template.Interpreted(), """{"name":"{{x}}"}""").Amp);
        Assert.NotNull(compiled);
    }

    [Fact]
    public void An_edit_of_it_is_another_version_and_a_published_version_brings_it_along()
    {
        using var bench = Bench("{{ block \"b\" }}", ("mail/b.html", "<p>one</p>"), ("mail/b.amp.html", "<p>two</p>"));
        var before = bench.Template();
        Assert.Contains("<p>two</p>", Workbench.Render(TemplateFolder.Open(before.Bundle).Template!).Amp, StringComparison.Ordinal);

        bench.Write("mail/b.amp.html", "<p>three</p>");
        Assert.NotEqual(before.Version, bench.Template().Version);
    }

    private const string Slot = "images: {hero: {scene: hero.svg, alt: 'For {{ profile.name }}', link: 'https://x.example/', dark: true, width: 600, height: 200}}\n";
    private const string Svg = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";

    [Fact]
    public void A_slot_is_an_amp_img_with_the_size_and_the_link_of_the_html_and_the_pixel_is_nothing()
    {
        using var bench = Bench("{{ image 'hero' }}{{ pixel }}<p><a href=\"{{ link 'https://y.example/' }}\">y</a></p>", ("mail/template.yaml", Yaml + Slot), ("mail/hero.svg", Svg));

        Assert.EndsWith(
            "<a href=\"https://links.example/click/hero\"><amp-img src=\"https://links.example/image/hero\" alt=\"For &lt;b&gt;\" width=\"600\" height=\"200\" layout=\"responsive\"></amp-img></a>"
            + "<p><a href=\"https://y.example/\">y</a></p>",
            bench.Render("""{"name":"<b>"}""").Amp,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_with_a_slot_or_a_pixel_is_not_the_same_in_amp()
    {
        using var bench = new Workbench(
            ("mail/body.html", "{{ block 'b' }}{{ block 'c' }}{{ block 'd' }}"), ("mail/body.amp.html", "{{ block 'b' }}{{ block 'c' }}{{ block 'd' }}"), ("mail/template.yaml", Yaml + Slot), ("mail/hero.svg", Svg),
            ("mail/b.html", "<p>{{ image 'hero' }}</p>"), ("mail/c.html", "<p>{{ pixel }}</p>"), ("mail/d.html", "<p>{{ link 'https://y.example/' }}{{ web_link }}</p>"));

        Assert.Equal(["d"], bench.Template().SameInAmp);
        var amp = bench.Render().Amp!;
        Assert.Contains("<amp-img src", amp, StringComparison.Ordinal);
        Assert.Contains("<p></p>", amp, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_slots_and_links_write_is_valid_for_the_official_validator_before_and_after_the_links_are_made()
    {
        using var bench = Bench(
            "{{ image 'hero' }}{{ pixel }}<p><a href=\"{{ link 'https://y.example/' }}\">y</a><a href=\"{{ web_link }}\">w</a><a href=\"{{ consent_link }}\">c</a></p><amp-list width=\"1\" height=\"1\" layout=\"fixed\" src=\"{{ amp_link 'products' }}\"><template type=\"amp-mustache\">{{x}}</template></amp-list>",
            ("mail/template.yaml", Yaml + Slot + "amp_data: {products: {}}\n"), ("mail/hero.svg", Svg), ("mail/products.json", "{\"items\":[]}"));
        var template = bench.Template();
        var raw = template.Render(Workbench.Scope(), [], [Part.Amp], default);

        var verdicts = await OfficialValidator.AskAsync([raw.Amp!, Workbench.Plain(raw).Amp!]);

        Assert.All(verdicts, verdict => Assert.True(verdict.IsValid, verdict.ToString()));
    }

    private static Workbench Bench(string amp, params (string Path, string Text)[] files) => new(
        [("mail/body.html", "<p>html</p>"), ("mail/template.yaml", Yaml), ("mail/body.amp.html", amp), .. files]);
}
