using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class RenderTests
{
    [Fact]
    public void A_value_is_escaped_and_a_literal_is_not()
    {
        using var bench = Workbench.Mail("<p class=\"x\">Hi {{ profile.name }}</p>");
        Assert.Equal("<p class=\"x\">Hi &lt;b&gt;&quot;&#39;&amp;</p>", bench.Render("""{"name":"<b>\"'&"}""").Html);
    }

    [Fact]
    public void Subject_is_one_line()
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/template.yaml", "subject: \"Hi {{ profile.name }}!\"\n"));
        Assert.Equal("Hi A B & C!", bench.Render("""{"name":"A\r\nB & C\u0000"}""").Subject);
    }

    [Fact]
    public void Text_is_derived_from_the_html()
    {
        using var bench = Workbench.Mail("<html><head><title>t</title></head><body><h1>Hi</h1><p>A <a href=\"https://x.example/\">link</a></p></body></html>");
        Assert.Equal("Hi\r\n\r\nA link (https://x.example/)\r\n", bench.Render().Text);
    }

    [Fact]
    public void A_block_shows_the_variant_of_the_first_rule_that_holds()
    {
        using var bench = Workbench.Mail(
            "{{ block \"hero\" }}",
            ("segments.yaml", "vip: profile.tier == 'gold'\n"),
            ("mail/vip.html", "<b>VIP {{ profile.name }}</b>"),
            ("mail/template.yaml", "subject: s\nblocks:\n  hero:\n    variants:\n      - {segment: vip, file: vip.html}\n      - {name: young, rule: profile.age < 30, html: <i>young</i>}\n    default: {html: <p>all</p>}\n    fallback: drop\n"));
        Assert.Equal("<b>VIP A&amp;B</b>", bench.Render("""{"tier":"gold","name":"A&B"}""").Html);
        Assert.Equal("<i>young</i>", bench.Render("""{"age":20}""").Html);
        var mail = bench.Render("""{"age":40}""");
        Assert.Equal("<p>all</p>", mail.Html);
        Assert.Equal(new BlockChoice("hero", "default", null, null), Assert.Single(mail.Choices));
    }
}
