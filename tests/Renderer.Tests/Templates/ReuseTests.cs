using System.Globalization;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>What does not hang on the person is rendered once for a locale and the segments that it asks for.</summary>
public sealed class ReuseTests
{
    private const string Yaml = """
        subject: s
        failure: {fallback: drop}
        blocks:
          hero:
            variants: [{segment: vip, html: "<p>{{ t 'vip' }}</p>"}]
            default: {html: "<p>{{ t 'all' }}</p>"}
        """;

    private static readonly (string, string)[] Files =
    [
        ("segments.yaml", "vip: profile.tier == 'gold'\nberlin: profile.city == 'Berlin'\n"),
        ("mail/template.yaml", Yaml),
        ("mail/locales/en.yaml", "vip: gold\nall: everybody\nhere: near\nthere: far\nbye: see you\n"),
        ("mail/locales/de.yaml", "vip: Gold\nall: alle\nhere: nah\nthere: fern\nbye: bis dann\n"),
        ("mail/near.html", "{{ if segments.berlin }}{{ t 'here' }}{{ else }}{{ t 'there' }}{{ end }}"),
        ("mail/named.html", "{{ t 'bye' }} {{ profile.name }} {{ t 'bye' }}{{ if segments.vip }}!{{ end }}"),
    ];

    [Fact]
    public void A_block_of_segments_is_rendered_once_for_each_answer_and_locale()
    {
        using var bench = Workbench.Mail("{{ block 'hero' }}{{ block 'near' }}", Files);
        var template = bench.Template();
        foreach (var (tier, city, locale, html) in new[]
                 {
                     ("gold", "Berlin", "en-GB", "<p>gold</p>near"), ("gold", "Oslo", "en-GB", "<p>gold</p>far"),
                     ("blue", "Berlin", "en-GB", "<p>everybody</p>near"), ("gold", "Berlin", "de-AT", "<p>Gold</p>nah"),
                 })
        {
            var profile = $$"""{"tier":"{{tier}}","city":"{{city}}"}""";
            Assert.Equal(html, Workbench.Render(template, profile, locale: locale).Html);
            var again = Workbench.Render(template, profile, locale: locale);
            Assert.Equal((html, 2, html.Length), (again.Html, again.ReusedBlocks, again.ReusedBytes - Subject));
        }
    }

    [Fact]
    public void Around_what_hangs_on_the_person_the_rest_is_kept()
    {
        using var bench = Workbench.Mail("<p>{{ block 'named' }}</p>", Files);
        var template = bench.Template();
        Workbench.Render(template, """{"name":"Ann","tier":"gold"}""", locale: "en-GB");
        var mail = Workbench.Render(template, """{"name":"Bob","tier":"gold"}""", locale: "en-GB");
        Assert.Equal(("<p>see you Bob see you!</p>", 0), (mail.Html, mail.ReusedBlocks));
        Assert.Equal(("see you" + "see you!").Length, mail.ReusedBytes - Subject);
        Assert.Equal("<p>see you Eve see you</p>", Workbench.Render(template, """{"name":"Eve"}""", locale: "en-GB").Html);
    }

    [Theory]
    [InlineData("{{ now }}")]
    [InlineData("{{ message.id }}")]
    [InlineData("{{ date.now }}")]
    [InlineData("{{ '2026-11-24T23:30:00Z' | format_date_time }}")]
    [InlineData("{{ math.random 1 9 }}")]
    [InlineData("{{ math.uuid }}")]
    [InlineData("{{ order?.total }}")]
    [InlineData("{{ data.order?.total }}")]
    [InlineData("{{ if profile.name; 'x'; end }}")]
    [InlineData("{{ x = profile.name; x }}")]
    [InlineData("{{ capture x; profile.name; end; x }}")]
    [InlineData("{{ block 'plain' }}{{ profile.name }}")]
    [InlineData("{{ for x in profile.list; for.index; end }}")]
    public void What_hangs_on_the_person_the_request_or_the_moment_is_rendered_each_time(string source)
    {
        using var bench = Workbench.Mail("<p>-</p>{{ block 'it' }}", ("mail/it.html", source), ("mail/plain.html", "plain"));
        var template = bench.Template();
        Workbench.Render(template, "{}");
        var mail = Workbench.Render(template, "{}");
        Assert.Equal(source.Contains("'plain'", StringComparison.Ordinal) ? 1 : 0, mail.ReusedBlocks);
    }

    [Fact]
    public void A_rule_that_fails_fails_the_block_that_asks_it_and_is_not_kept()
    {
        using var bench = Workbench.Mail(
            "[{{ block 'it' }}]", ("segments.yaml", "odd: profile.tier.x.y\n"), ("mail/it.html", "{{ if segments.odd }}yes{{ else }}no{{ end }}"));
        var template = bench.Template();
        Assert.Equal(["[]", "[no]", "[]", "[no]"], new[] { "{}", """{"tier":{"x":{"y":false}}}""", "{}", """{"tier":{"x":{}}}""" }.Select(p => Workbench.Render(template, p).Html));
    }

    [Fact]
    public void What_is_kept_has_an_end()
    {
        using var bench = Workbench.Mail("{{ block 'it' }}", ("mail/it.html", "{{ for i in 1..900; 'abcdefghij'; end }}{{ locale }}"));
        var template = bench.Template();
        var locales = CultureInfo.GetCultures(CultureTypes.SpecificCultures).Where(c => c.Name.Length == 5).Select(c => c.Name).Take(100).ToList();
        foreach (var locale in locales.Concat(locales))
        {
            Assert.EndsWith(locale, Workbench.Render(template, locale: locale).Html, StringComparison.Ordinal);
        }

        Assert.Equal([1, 0], new[] { locales[0], locales[^1] }.Select(locale => Workbench.Render(template, locale: locale).ReusedBlocks));
    }

    // The subject hangs on nobody, too.
    private const int Subject = 1;
}
