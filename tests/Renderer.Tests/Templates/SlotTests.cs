using System.Text;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class SlotTests
{
    private const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"200\"><text>{{ profile.name }} {{ data.city }}</text></svg>";
    private const string Vip = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 50\"><text>VIP {{ profile.tier }}</text></svg>";

    private const string Yaml = """
        subject: Hello
        failure: {fallback: drop}
        images:
          hero:
            scene: hero.svg
            alt: 'For {{ profile.name }}'
            link: 'https://shop.example/{{ profile.tier }}?n={{ profile.name }}&s=1#top'
            variants:
              - {segment: vip, scene: vip.svg, link: "https://shop.example/vip"}
              - {name: young, rule: profile.age < 30, alt: Young}
            format: gif
            width: 300
            scale: 1
            dark: true
            decision: always
            after_send: pinned
            holds: 15m
            end: 90d
            stale: 1h
            defaults: {name: friend}
        links: {parameters: {utm_source: mail, utm_campaign: "a b"}, end: 1y}
        """;

    private static Workbench Bench(string html = "<p>{{ image \"hero\" }}</p>", string yaml = Yaml, params (string, string)[] files) => Workbench.Mail(
        html, [("mail/template.yaml", yaml), ("mail/hero.svg", Svg), ("mail/vip.svg", Vip), ("segments.yaml", "vip: profile.tier == 'gold'\n"), .. files]);

    [Fact]
    public void A_template_tells_what_its_slots_are()
    {
        using var bench = Bench();
        bench.Write("mail/fallback/hero.jpg", [0xff, 0xd8, 1, 2]);

        var template = bench.Template();
        var slot = Assert.Single(template.Slots);

        Assert.Equal(("hero", "default", DecisionPolicy.Always, true), (slot.Name, slot.DefaultVariant, slot.Decision, slot.IsPinned));
        Assert.Equal(["vip", "young", "default"], slot.Variants);
        Assert.Equal([("vip", "vip", "profile.tier == 'gold'"), ("young", null, "profile.age < 30")], slot.Rules.Select(r => (r.Variant, r.Segment, r.Text)));
        Assert.Equal((PictureFormat.Gif, 300, 0, 1, true, true), (slot.Format, slot.Width, slot.Height, slot.Scale, slot.HasDark, slot.HasLink));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromDays(90), TimeSpan.FromDays(365)), (slot.Holds, slot.End, template.LinkEnd));
        Assert.Equal([0xff, 0xd8, 1, 2], slot.Fallback!.Value.ToArray());
        Assert.Equal(PictureFormat.Jpeg, slot.FallbackFormat);
        Assert.Equal(["age", "name", "tier"], slot.Reads.Names.Order());
        Assert.Superset(slot.Reads.Names.ToHashSet(), template.Reads.Names.ToHashSet());
    }

    [Theory]
    [InlineData("""{"name": "Ann", "tier": "silver", "age": 40}""", "default", "For Ann", 300, 100)]
    [InlineData("""{"name": "Ann", "tier": "gold", "age": 20}""", "vip", "For Ann", 300, 50)]
    [InlineData("""{"name": "Ann", "tier": "silver", "age": 20}""", "young", "Young", 300, 100)]
    public void A_slot_is_decided_like_a_block_and_its_tag_fits_the_variant(string profile, string variant, string alt, int width, int height)
    {
        using var bench = Bench();

        var mail = bench.Render(profile);

        Assert.Equal(
            $"<p><a href=\"https://links.example/click/hero\"><picture><source srcset=\"https://links.example/image/hero~dark\" media=\"(prefers-color-scheme:dark)\">"
            + $"<img src=\"https://links.example/image/hero\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" style=\"display:block;border:0;max-width:100%;height:auto\"></picture></a></p>",
            mail.Html);
        Assert.Equal(("hero", variant, Outcome.Live), mail.Choices.Select(c => (c.Block, c.Variant, c.Outcome)).Single());
    }

    [Theory]
    [InlineData("""{"name": "Ann", "tier": "silver"}""", "default", "<text>Ann Ulm</text>")]
    [InlineData("""{"name": "Ann", "tier": "gold"}""", "vip", "<text>VIP gold</text>")]
    public void Its_scene_is_that_of_the_decision(string profile, string variant, string expected)
    {
        using var bench = Bench();
        var (template, scope) = (bench.Template(), Workbench.Scope(profile, """{"city": "Ulm"}"""));

        var choices = template.Decide(scope, new Dictionary<string, string>(), default);
        var scene = template.RenderScene(scope, choices, "hero", default);

        Assert.Equal(variant, Assert.Single(choices).Variant);
        Assert.Equal((Outcome.Live, Reason.None), (scene.Outcome, scene.Reason));
        Assert.Contains(expected, scene.Svg, StringComparison.Ordinal);
        Assert.Equal("vip", template.Decide(scope, new Dictionary<string, string> { ["hero"] = "vip" }, default).Single().Variant);
    }

    [Theory]
    [InlineData("""{"name": "Ann & B/c", "tier": "sil/ver"}""", "https://shop.example/sil/ver?n=Ann%20%26%20B%2Fc&s=1&utm_source=mail&utm_campaign=a%20b#top")]
    [InlineData("""{"name": "x", "tier": "gold"}""", "https://shop.example/vip?utm_source=mail&utm_campaign=a%20b")]
    [InlineData("""{"name": "\"><script>", "tier": "?x=1#y"}""", "https://shop.example/%3Fx%3D1%23y?n=%22%3E%3Cscript%3E&s=1&utm_source=mail&utm_campaign=a%20b#top")]
    public void Its_link_is_that_of_the_decision_its_values_encoded(string profile, string expected)
    {
        using var bench = Bench();
        var (template, scope) = (bench.Template(), Workbench.Scope(profile));

        Assert.Equal(expected, template.RenderSlotLink(scope, template.Decide(scope, new Dictionary<string, string>(), default), "hero", default));
        Assert.Null(template.RenderSlotLink(scope, [], "other", default));
    }

    [Theory]
    [InlineData("{{ profile.url }}", """{"url": "https://x.example/?a=1&b=2"}""", "https://x.example/?a=1&b=2")]
    [InlineData("{{ profile.url }}", """{"url": "javascript:alert(1)"}""", null)]
    [InlineData("{{ profile.url }}", """{"url": "data:text/html,x"}""", null)]
    [InlineData("{{ profile.url }}", "{}", null)]
    [InlineData("https://{{ profile.url }}/x", """{"url": "evil.example/"}""", null)]
    [InlineData("https://{{ profile.url }}/x", """{"url": "shop.example"}""", "https://shop.example/x")]
    [InlineData("https://x.example/{{ profile.url.more }}", "{}", null)]
    public void A_link_leads_to_a_page_or_nowhere(string link, string profile, string? expected)
    {
        using var bench = Workbench.Mail(
            "{{ image 'hero' }}", ("mail/template.yaml", $"subject: x\nimages: {{hero: {{scene: hero.svg, alt: x, link: '{link}'}}}}\n"), ("mail/hero.svg", "<svg width='1' height='1'/>"));
        var scope = Workbench.Scope(profile);

        Assert.Equal(expected, bench.Template().RenderSlotLink(scope, [], "hero", default));
    }

    [Fact]
    public void A_scene_that_fails_stands_on_its_picture_and_says_why()
    {
        using var bench = Workbench.Mail(
            "{{ image 'hero' }}", ("mail/template.yaml", "subject: x\nimages: {hero: {scene: hero.svg, alt: x}}\n"), ("mail/hero.svg", "<svg><text>{{ data.order.total }}</text></svg>"));

        var scene = bench.Template().RenderScene(Workbench.Scope(), [], "hero", default);

        Assert.Equal((null, Outcome.Static, Reason.RenderError), (scene.Svg, scene.Outcome, scene.Reason));
        Assert.Equal("mail/hero.svg", Assert.Single(scene.Faults).File);
        Assert.Equal((Outcome.Static, Reason.RenderError), (bench.Template().RenderScene(Workbench.Scope(), [], "none", default) is var none ? (none.Outcome, none.Reason) : default));
    }

    [Theory]
    [InlineData(ProfileState.Fresh, 0, "Ann", Outcome.Live)]
    [InlineData(ProfileState.Stale, 30, "Ann", Outcome.Stale)]
    [InlineData(ProfileState.Stale, 90, "friend", Outcome.Default)]
    public void A_scene_has_the_failure_contract_of_a_block(ProfileState state, int minutes, string name, Outcome outcome)
    {
        using var bench = Bench();
        var scope = new RenderScope
        {
            Profile = new Profile(Encoding.UTF8.GetBytes("""{"name": "Ann", "tier": "silver", "age": 40}""")),
            Standing = new ProfileStanding(state, state == ProfileState.Fresh ? Reason.None : Reason.CrmTimeout) { Age = TimeSpan.FromMinutes(minutes), Stale = state == ProfileState.Stale ? ReadSet.Everything : ReadSet.None },
            Now = Workbench.Now,
        };

        var scene = bench.Template().RenderScene(scope, [], "hero", default);

        Assert.Equal(outcome, scene.Outcome);
        Assert.Contains($"<text>{name} ", scene.Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_that_show_a_slot_that_is_the_same_for_everybody_are_written_again()
    {
        using var bench = Workbench.Mail(
            "{{ block 'top' }}<p>{{ profile.name }}</p>",
            ("mail/template.yaml", "subject: x\nfailure: {fallback: drop}\nimages: {hero: {scene: hero.svg, alt: 'Mug {{ locale }}', link: 'https://x.example/{{ profile.tier }}'}}\n"),
            ("mail/top.html", "<div>{{ image 'hero' }}<a href=\"{{ link 'https://x.example/' }}\">x</a>{{ web_link }}{{ pixel }}</div>"),
            ("mail/hero.svg", Svg));
        var template = bench.Template();
        _ = Workbench.Render(template, """{"name": "Ann"}""", locale: "en");

        var second = Workbench.Render(template, """{"name": "Bob", "tier": "x"}""", locale: "en");

        Assert.Equal(1, second.ReusedBlocks);
        Assert.Contains("alt=\"Mug en\"", second.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_that_show_a_personal_slot_are_not()
    {
        using var bench = Bench("{{ block 'top' }}", files: ("mail/top.html", "<div>{{ image 'hero' }}</div>"));
        var template = bench.Template();

        Assert.Contains("For Ann", Workbench.Render(template, """{"name": "Ann", "age": 40}""").Html, StringComparison.Ordinal);
        Assert.Contains("For Bob", Workbench.Render(template, """{"name": "Bob", "age": 40}""").Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scene_and_a_fallback_picture_are_part_of_the_version_and_travel_in_the_bundle()
    {
        using var bench = Bench();
        bench.Write("mail/fallback/hero.png", [1, 2, 3]);
        bench.Write("mail/unused.svg", "<svg/>");
        var first = bench.Template();
        bench.Write("mail/fallback/hero.png", [1, 2, 4]);
        var second = bench.Template();
        bench.Write("mail/vip.svg", Vip.Replace("VIP", "Vip", StringComparison.Ordinal));
        var third = bench.Template();
        bench.Write("mail/unused.svg", "<svg></svg>");

        Assert.Equal(3, new[] { first.Version, second.Version, third.Version }.Distinct().Count());
        Assert.Equal(third.Version, bench.Template().Version);
        var opened = TemplateFolder.Open(third.Bundle).Template!;
        Assert.Equal(third.Version, opened.Version);
        Assert.Equal([1, 2, 4], opened.Slots.Single().Fallback!.Value.ToArray());
        Assert.Contains("Vip gold", opened.RenderScene(Workbench.Scope("""{"tier": "gold"}"""), [new("hero", "vip", null, null)], "hero", default).Svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("language: scriban", "{{ image 'hero' }}|{{ web_link }}|{{ open.relative }}|{{ pixel }}|<a href=\"{{ link data.u }}\">x</a>", "{{ if open.relative }}{{ data.u }} {{ time_left data.end }}{{ else }}no {{ time_left data.end }}{{ end }}")]
    [InlineData("language: liquid", "{{ 'hero' | image }}|{{ web_link }}|{{ open.relative }}|{{ pixel }}|<a href=\"{{ data.u | link }}\">x</a>", "{% if open.relative %}{{ data.u }} {{ data.end | time_left }}{% else %}no {{ data.end | time_left }}{% endif %}")]
    public void Both_languages_say_the_same_compiled_and_interpreted(string language, string html, string scene)
    {
        using var bench = Workbench.Mail(
            html,
            ("mail/template.yaml", $"subject: x\n{language}\nimages: {{hero: {{scene: hero.svg, alt: 'Hi {{{{ profile.name }}}}', link: 'https://x.example/{{{{ profile.name }}}}'}}}}\n"),
            ("mail/hero.svg", $"<svg width='10' height='20'><text>{scene}</text></svg>"));
        var template = bench.Template();
        Assert.True(template.IsCompiled);
        foreach (var one in new[] { template, template.Interpreted() })
        {
            var scope = Workbench.Scope("""{"name": "Ann"}""", """{"u": "https://y.example/", "end": "2026-11-27T11:30:00Z"}""", "en-GB");
            Assert.Equal(
                "<a href=\"https://links.example/click/hero\"><img src=\"https://links.example/image/hero\" alt=\"Hi Ann\" width=\"10\" height=\"20\" style=\"display:block;border:0;max-width:100%;height:auto\"></a>"
                + "|https://links.example/web|true|<img src=\"https://links.example/pixel\" alt=\"\" width=\"1\" height=\"1\" style=\"display:block;border:0;width:1px;height:1px\">|<a href=\"https://y.example/\">x</a>",
                Workbench.Plain(one.Render(scope, [], one.Parts, default)).Html);
            Assert.Equal("<svg width='10' height='20'><text>https://y.example/ 3 h left</text></svg>", one.RenderScene(scope, [], "hero", default).Svg);
            var prefetch = new RenderScope { Profile = scope.Profile, Data = scope.Data, Now = scope.Now, Locale = "en-GB", Open = new OpenLook(Relative: false) };
            Assert.Equal("<svg width='10' height='20'><text>no ends Fri 11:30</text></svg>", one.RenderScene(prefetch, [], "hero", default).Svg);
            Assert.Equal("https://x.example/Ann", one.RenderSlotLink(scope, [], "hero", default));
        }
    }
}
