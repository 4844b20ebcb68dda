using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Liquid;

/// <summary>Templates in Liquid are mails like all others: scope, blocks, ladder, reads, places.</summary>
public sealed class LiquidMailTests
{
    private const string Yaml = "language: liquid\nfailure: {fallback: drop}\nsubject: s\n";

    [Theory]
    [InlineData("{{ profile.first_name }} {{ data.order }} {{ order }} {{ data.locale }}", "Ada 7 7 x")]
    [InlineData("{{ locale }} {{ message.id }} {{ now | date: '%Y-%m-%d %H:%M' }}", "en-US m-1 2026-11-27 08:00")]
    [InlineData("{% if segments.vip %}vip{% else %}all{% endif %} {% if segments['vip'] %}vip{% endif %}", "vip vip")]
    [InlineData("{{ profile.nickname }}", "friend")]
    [InlineData("{{ 1234.5 | format_money: 'EUR' }} {{ 1234.5 | format_number }} {{ 0.256 | format_percent }} {{ '2026-11-27' | format_date }}", "€1,234.50 1,234.5 26% November 27, 2026")]
    [InlineData("{{ 'cta' | t: name: profile.first_name }}", "Go, Ada")]
    [InlineData("{{ 'https://x.example' | link }} {{ 'javascript:x' | link }}", "https://x.example #")]
    public void It_has_the_scope_of_every_mail(string source, string expected)
    {
        using var bench = new Workbench(
            ("mail/template.yaml", Yaml + "defaults: {nickname: friend}\n"),
            ("mail/body.html", "<p>x</p>"),
            ("mail/body.txt", source),
            ("mail/locales/en.yaml", "cta: Go, {name}"),
            ("segments.yaml", "vip: profile.tier == 'gold'\n"));
        var mail = bench.Render("""{"first_name":"Ada","tier":"gold"}""", """{"order":7,"locale":"x"}""", parts: [Part.Text]);
        Assert.Equal((expected, 0), (mail.Text, mail.Faults.Count));
    }

    [Theory]
    [InlineData("{% skip 'not now' %}", "not now")]
    [InlineData("{% abort_message('no stock') %}", "no stock")]
    [InlineData("{% abort_message %}", "skipped by the template")]
    [InlineData("{% if profile.x == nil %}{% abort_message(\"a\") %}{% endif %}", "a")]
    public void A_template_can_skip_its_message(string source, string why)
    {
        using var bench = Workbench.Mail("<p>x" + source + "</p>", ("mail/template.yaml", Yaml));
        Assert.Equal(why, bench.Render().SkipReason);
    }

    [Fact]
    public void An_error_costs_its_block_alone_and_is_never_shown()
    {
        using var bench = Workbench.Mail(
            "<p>{% block 'bad' %}{% render 'bad' %}{% block 'good' %}</p>",
            ("mail/template.yaml", Yaml + "blocks: {bad: {fallback: drop}}\n"),
            ("mail/bad.html", "a\n{{ profile.secret | divided_by: 0 }}"),
            ("mail/good.html", "good {{ profile.secret }}"));
        var mail = bench.Render("""{"secret":12345}""");
        Assert.Equal("<p>good 12345</p>", mail.Html);
        var fault = Assert.Single(mail.Faults);
        Assert.Equal(("mail/bad.html", 2, 21, "Liquid error: divided by 0"), (fault.File, fault.Line, fault.Column, fault.Message));
    }

    [Theory]
    [InlineData("{{ profile.a }}{% if profile['b'] == 1 %}{% endif %}{% for x in profile.c.d %}{{ x.e }}{% endfor %}", "a,b,c")]
    [InlineData("{% assign x = profile.a | append: profile.b %}{% capture y %}{{ profile.c }}{% endcapture %}", "a,b,c")]
    [InlineData("{% case profile.a %}{% when profile.b %}{% endcase %}{% cycle profile.c: 1, 2 %}", "a,b,c")]
    [InlineData("{% render 'inner' %}", "inner_attribute")]
    [InlineData("{% if segments.vip %}{% endif %}", "tier")]
    [InlineData("{{ 'now' | date: '%Y' }}", "time_zone")]
    [InlineData("{{ 3 | format_number }}", "locale")]
    [InlineData("nothing", "")]
    public void It_says_what_it_reads(string source, string attributes)
    {
        using var bench = Workbench.Mail(
            "<p>" + source + "</p>",
            ("mail/template.yaml", Yaml),
            ("mail/inner.html", "{{ profile.inner_attribute }}"),
            ("segments.yaml", "vip: profile.tier == 'gold'\n"));
        Assert.Equal(attributes, string.Join(',', bench.Template().Reads.Names.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("{% assign p = profile %}{{ p.a }}", 15)]
    [InlineData("{{ profile[data.key] }}", 4)]
    [InlineData("{% for pair in profile %}{% endfor %}", 16)]
    [InlineData("{{ [data.key] }}", 4)]
    public void The_profile_as_a_whole_is_everything_with_a_warning(string source, int column)
    {
        using var bench = Workbench.Mail(source + "x", ("mail/template.yaml", Yaml));
        var template = bench.Template();
        Assert.True(template.Reads.Reads("any"));
        Assert.Equal(("reads_everything", column), template.Diagnostics.Where(d => d.Code == "reads_everything").Select(d => (d.Code, d.Column)).First());
    }

    [Theory]
    [InlineData("a\n {{ profile.x | upcas }}", "function_unknown", 2, 17)]
    [InlineData("a\n {{ profile.x | append }}", "filter_arguments", 2, 17)]
    [InlineData("{% iff x %}", "tag_unknown", 1, 4)]
    [InlineData("{% if x %}", "syntax", 1, 4)]
    [InlineData("{{ x ", "syntax", 1, 1)]
    [InlineData("{{ x y }}", "syntax", 1, 6)]
    [InlineData("{{${x}}}", "syntax", 1, 3)]
    [InlineData("{% assign profile = 1 %}", "name_reserved", 1, 11)]
    [InlineData("{% block 'x' %}", "block_unknown", 1, 10)]
    [InlineData("{{ 'x' | image }}", "image_unknown", 1, 4)]
    [InlineData("{{ 'x' | t }}", "translation_missing", 1, 4)]
    [InlineData("{% if segments.x %}{% endif %}", "segment_unknown", 1, 7)]
    public void What_is_wrong_is_said_at_its_place(string source, string code, int line, int column)
    {
        using var bench = new Workbench();
        var found = bench.Load().Compile(new TemplateDraft { Language = "liquid", Html = source }).Diagnostics;
        Assert.Contains((code, line, column), found.Select(d => (d.Code, d.Line, d.Column)));
    }

    [Fact]
    public void An_unknown_language_is_an_error()
    {
        using var bench = new Workbench();
        Assert.Equal("language_unknown", Assert.Single(bench.Load().Compile(new TemplateDraft { Language = "erb", Html = "x" }).Diagnostics).Code);
    }

    [Fact]
    public void Shared_blocks_are_in_the_language_of_the_template_that_shows_them()
    {
        using var bench = Workbench.Mail(
            "<p>{% block 'footer' %}</p>", ("mail/template.yaml", Yaml), ("_blocks/footer.html", "{% if true %}{{ 'a' | upcase }}{% endif %}"));
        Assert.Equal("<p>A</p>", bench.Render().Html);
        Assert.DoesNotContain(bench.Check(), d => d.Severity == Severity.Error);
    }
}
