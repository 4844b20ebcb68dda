using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class TimeLeftTests
{
    // It is 08:00 in London on Friday 27 November 2026.
    [Theory]
    [InlineData("2026-11-27T10:00:00Z", "en-GB", "2 h left", "ends Fri 10:00")]
    [InlineData("2026-11-27T10:59:59Z", "en-GB", "2 h left", "ends Fri 10:59")]
    [InlineData("2026-11-27T08:45:30Z", "en-GB", "45 min left", "ends Fri 08:45")]
    [InlineData("2026-11-27T08:00:20Z", "en-GB", "1 min left", "ends Fri 08:00")]
    [InlineData("2026-11-29T07:59:00Z", "en-GB", "47 h left", "ends Sun 07:59")]
    [InlineData("2026-11-30T09:00:00Z", "en-GB", "3 d left", "ends Mon 09:00")]
    [InlineData("2026-12-24T18:00:00Z", "en-GB", "27 d left", "ends 24 December 18:00")]
    [InlineData("2026-11-27T08:00:00Z", "en-GB", "ended", "ended")]
    [InlineData("2026-11-26T08:00:00Z", "en-GB", "ended", "ended")]
    [InlineData("2026-11-27T10:00:00Z", "de-DE", "noch 2 Std.", "endet Fr 10:00")]
    [InlineData("2026-11-27T10:00:00Z", "ja-JP", "残り2時間", "金 10:00まで")]
    [InlineData("2026-11-27T10:00:00Z", "is-IS", "2 h left", "ends fös. 10:00")]
    public void It_says_how_much_or_until_when(string end, string locale, string relative, string absolute)
    {
        using var bench = Bench();

        Assert.Equal(relative, Say(bench, end, locale, "Europe/London", isRelative: true));
        Assert.Equal(absolute, Say(bench, end, locale, "Europe/London", isRelative: false));
    }

    [Fact]
    public void An_end_without_an_offset_is_meant_in_the_persons_time_zone()
    {
        using var bench = Bench();

        Assert.Equal("1 h left", Say(bench, "2026-11-27T10:00", "en-GB", "Europe/Berlin", isRelative: true));
        Assert.Equal("ends Fri 10:00", Say(bench, "2026-11-27T10:00", "en-GB", "Europe/Berlin", isRelative: false));
        Assert.Equal("7 h left", Say(bench, "2026-11-27T10:00", "en-GB", "America/New_York", isRelative: true));
    }

    [Fact]
    public void A_template_has_its_own_words()
    {
        using var bench = Bench(("mail/locales/en.yaml", "time_left: {left: 'only {left}!', ends: 'until {at}', ended: over}\n"));

        Assert.Equal("only 2 h!", Say(bench, "2026-11-27T10:00:00Z", "en-GB", "Europe/London", isRelative: true));
        Assert.Equal("until Fri 10:00", Say(bench, "2026-11-27T10:00:00Z", "en-GB", "Europe/London", isRelative: false));
        Assert.Equal("over", Say(bench, "2026-11-27T07:00:00Z", "en-GB", "Europe/London", isRelative: true));
    }

    [Fact]
    public void What_is_no_moment_fails_the_scene_and_nothing_says_nothing()
    {
        using var bench = Bench();

        Assert.Equal("", Say(bench, "", "en", "UTC", isRelative: true));
        Assert.Null(Say(bench, "soon", "en", "UTC", isRelative: true));
    }

    private static Workbench Bench(params (string, string)[] files) => Workbench.Mail(
        "{{ image 'hero' }}",
        [("mail/template.yaml", "subject: x\nlocale: en\nimages: {hero: {scene: hero.svg, alt: x}}\n"), ("mail/hero.svg", "<svg>{{ time_left data.end }}</svg>"), .. files]);

    private static string? Say(Workbench bench, string end, string locale, string zone, bool isRelative)
    {
        var asked = Workbench.Scope("{}", $$"""{"end": "{{end}}"}""", locale, zone);
        var scope = new RenderScope { Profile = asked.Profile, Data = asked.Data, Now = asked.Now, Locale = locale, TimeZone = zone, Open = new OpenLook(isRelative) };
        return bench.Template().RenderScene(scope, [], "hero", default).Svg?["<svg>".Length..^"</svg>".Length];
    }
}
