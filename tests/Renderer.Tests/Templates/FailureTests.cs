using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>The failure contract: what a block comes to, by how good its values are and by what it declares.</summary>
public sealed class FailureTests
{
    private static readonly ProfileStanding Old = new(ProfileState.Stale, Reason.Expired) { Age = TimeSpan.FromHours(3), Stale = ReadSet.Everything };
    private static readonly ProfileStanding Down = new(ProfileState.Unavailable, Reason.CrmTimeout);

    [Theory]
    [InlineData("stale: 4h, fallback: drop", "<p>Ann</p>", Outcome.Stale)]
    [InlineData("stale: 2h, fallback: drop", "", Outcome.Dropped)]
    [InlineData("stale: 0s, fallback: static", "<p>static</p>", Outcome.Static)]
    [InlineData("stale: 2h, defaults: {name: friend}, fallback: drop", "<p>friend</p>", Outcome.Default)]
    [InlineData("stale: 2h, defaults: {}, fallback: drop", "<p>you</p>", Outcome.Default)]
    public void Values_that_are_not_fresh_are_shown_up_to_an_age(string failure, string html, Outcome outcome) =>
        Comes(failure, "<p>{{ profile.name }}</p>", Old, html, outcome, Reason.Expired);

    [Fact]
    public void The_age_of_values_that_are_fresh_does_not_matter() => Comes(
        "stale: 2h, fallback: drop", "<p>{{ profile.name }}</p>", new ProfileStanding(ProfileState.Fresh) { Age = TimeSpan.FromHours(3) }, "<p>Ann</p>", Outcome.Live, Reason.None);

    [Fact]
    public void A_block_that_reads_other_attributes_than_the_stale_ones_stays_live() => Comes(
        "stale: 0s, fallback: drop", "<p>{{ profile.name }}</p>", Old with { Stale = new ReadSet(["city"]) }, "<p>Ann</p>", Outcome.Live, Reason.None);

    [Fact]
    public void What_the_request_gave_is_shown_beside_defaults() => Comes(
        "stale: 0s, defaults: {name: friend, city: here}, fallback: drop", "<p>{{ profile.name }} {{ profile.city }}</p>",
        Old with { Given = new ReadSet(["name"]) }, "<p>Ann here</p>", Outcome.Default, Reason.Expired);

    [Fact]
    public void Without_a_profile_a_block_has_its_own_defaults() => Comes(
        "defaults: {name: friend}, fallback: drop", "<p>{{ profile.name }}</p>", Down, "<p>friend</p>", Outcome.Default, Reason.CrmTimeout, "{}");

    [Fact]
    public void Without_a_profile_and_defaults_of_its_own_a_block_has_the_templates() => Comes(
        "fallback: drop", "<p>{{ profile.name }}</p>", Down, "<p>you</p>", Outcome.Default, Reason.CrmTimeout, "{}");

    [Fact]
    public void A_block_that_reads_nothing_is_live_whatever_the_CRM_does() =>
        Comes("stale: 0s, fallback: drop", "<p>{{ 1 + 1 }}</p>", Down, "<p>2</p>", Outcome.Live, Reason.None, "{}");

    [Theory]
    [InlineData("{{ if profile.n == 2; profile.n.x.y; end }}{{ profile.name }}", "friend", Reason.RenderError)]
    [InlineData("{{ if profile.n == 2; for i in 1..5000; 'x'; end; end }}{{ profile.name }}", "friend", Reason.Limit)]
    public void A_block_that_fails_with_the_values_of_a_person_is_rendered_from_its_defaults(string source, string html, Reason reason) =>
        Comes("defaults: {name: friend, n: 1}, fallback: drop", source, ProfileStanding.Good, html, Outcome.Default, reason, """{"name":"Ann","n":2}""");

    [Fact]
    public void A_block_whose_defaults_fail_too_falls_to_its_last_rung() =>
        Comes("defaults: {name: friend}, fallback: static", "{{ profile.city.x.y }}", ProfileStanding.Good, "<p>static</p>", Outcome.Static, Reason.RenderError);

    [Fact]
    public void Time_is_a_limit_of_each_block()
    {
        using var bench = Bench("budget_ms: 5, fallback: drop", "{{ for i in 1..300; for j in 1..300; x = i * j | math.round 2; end; end }}{{ profile.name }}", "limits: {ms: 10000, loop: 100000}\n");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var mail = Render(bench, ProfileStanding.Good, "{}");
        Assert.Equal(("[]", Outcome.Dropped, Reason.Limit), (mail.Html, mail.Choices[0].Outcome, mail.Choices[0].Reason));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_variant_is_chosen_with_default_values_when_the_persons_are_too_old()
    {
        using var bench = Workbench.Mail(
            "[{{ block 'hero' }}]",
            ("mail/template.yaml", """
                subject: s
                failure: {stale: 1h, defaults: {tier: bronze}, fallback: drop}
                blocks:
                  hero:
                    variants: [{name: gold, rule: profile.tier == 'gold', html: "gold"}]
                    default: {html: "{{ profile.tier }}"}
                """));
        var mail = Render(bench, Old, """{"tier":"gold"}""");
        Assert.Equal(("[bronze]", new BlockChoice("hero", "default", null, null, Outcome.Default, Reason.Expired)), (mail.Html, mail.Choices[0]));
    }

    [Fact]
    public void A_rule_that_fails_is_asked_again_with_default_values()
    {
        using var bench = Workbench.Mail(
            "[{{ block 'hero' }}]",
            ("mail/template.yaml", """
                subject: s
                blocks:
                  hero:
                    variants: [{name: a, rule: profile.tier.name.x == 1, html: A}, {name: b, rule: true, html: "B"}]
                    default: none
                    fallback: drop
                  other:
                    variants: [{name: a, rule: "profile.n > 1 && profile.tier.x.y", html: A}]
                    default: {html: "{{ profile.n }}"}
                    defaults: {n: 1}
                    fallback: drop
                """));
        bench.Write("mail/body.html", "[{{ block 'hero' }}|{{ block 'other' }}]");
        var mail = Render(bench, ProfileStanding.Good, """{"n":2}""");
        Assert.Equal("[|1]", mail.Html);
        Assert.Equal(
            [("a", Outcome.Dropped, Reason.RenderError), ("default", Outcome.Default, Reason.RenderError)],
            mail.Choices.Select(c => (c.Variant, c.Outcome, c.Reason)));
    }

    [Fact]
    public void What_a_block_does_not_say_the_template_says()
    {
        using var bench = Workbench.Mail(
            "{{ block 'a' }}{{ block 'b' }}{{ block 'c' }}",
            ("mail/a.html", "{{ profile.name }}"), ("mail/b.html", "{{ profile.name }}"), ("mail/c.html", "{{ profile.name }}"), ("mail/fallback/c.html", "C"),
            ("mail/template.yaml", "subject: s\nfailure: {stale: 1h, fallback: drop}\nblocks:\n  a: {defaults: {name: x}}\n  b: {stale: 1d}\n"));
        var mail = Render(bench, Old, """{"name":"Ann"}""");
        Assert.Equal("xAnnC", mail.Html);
        Assert.Equal([Outcome.Default, Outcome.Stale, Outcome.Static], mail.Choices.OrderBy(c => c.Block).Select(c => c.Outcome));
    }

    [Fact]
    public void A_block_within_a_block_keeps_its_own_contract()
    {
        using var bench = Workbench.Mail(
            "{{ block 'outer' }}|{{ block 'inner' }}",
            ("mail/outer.html", "{{ if profile.bad; profile.bad.x.y; end }}{{ profile.name }}{{ block 'inner' }}"), ("mail/inner.html", "{{ profile.name }}"),
            ("mail/template.yaml", "subject: s\nfailure: {fallback: drop}\nblocks:\n  outer: {defaults: {name: friend}}\n"));
        Assert.Equal("friendAnn|Ann", Render(bench, ProfileStanding.Good, """{"name":"Ann","bad":1}""").Html);
    }

    [Theory]
    [InlineData("subject: s\nblocks:\n  b: {html: '{{ profile.x }}'}\n", "block_no_last_rung")]
    [InlineData("subject: s\nfailure: {fallback: static}\nblocks:\n  b: {html: '{{ profile.x }}'}\n", "fallback_missing")]
    [InlineData("subject: s\nfailure: {fallback: skip}\nblocks:\n  b: {html: '{{ profile.x }}'}\n", null)]
    [InlineData("subject: s\nfailure: {fallback: static}\nblocks:\n  b: {html: 'literal'}\n", null)]
    [InlineData("subject: s\nblocks:\n  b: {html: 'literal'}\n", null)]
    [InlineData("subject: s\nfailure: {stale: soon, fallback: drop}\n", "value_invalid")]
    [InlineData("subject: s\nfailure: {budget_ms: 0, fallback: drop}\n", "value_invalid")]
    [InlineData("subject: s\nfailure: {falback: drop}\n", "unknown_key")]
    [InlineData("subject: s\nblocks:\n  b: {html: '{{ profile.name }}', defaults: {nam: x}, fallback: drop}\n", "default_unused")]
    public void A_contract_that_cannot_hold_is_refused(string yaml, string? code)
    {
        using var bench = Workbench.Mail(yaml.Contains("blocks", StringComparison.Ordinal) ? "<p>{{ block 'b' }}</p>" : "<p>x</p>", ("mail/template.yaml", yaml), ("mail/fallback/body.html", "<p>x</p>"));
        var found = bench.Check().Where(d => d.Severity >= Severity.Warning).ToList();
        Assert.True(code is null ? found.Count == 0 : found.Any(d => d.Code == code), string.Join("\n", found));
        Assert.Equal(code is null or "default_unused", bench.Load().Find("mail") is not null);
    }

    private static void Comes(string failure, string source, ProfileStanding standing, string html, Outcome outcome, Reason reason, string profile = """{"name":"Ann","city":"Oslo"}""")
    {
        using var bench = Bench(failure, source);
        var mail = Render(bench, standing, profile);
        Assert.Equal($"[{html}]", mail.Html);
        Assert.False(mail.UsedStatic);
        var choice = mail.Choices.Count == 0 ? new BlockChoice("block", "default", null, null) : Assert.Single(mail.Choices);
        Assert.Equal((outcome, reason), (choice.Outcome, choice.Reason));
    }

    private static Workbench Bench(string failure, string source, string more = "") => Workbench.Mail(
        "[{{ block 'block' }}]",
        ("mail/block.html", source),
        ("mail/fallback/block.html", "<p>static</p>"),
        ("mail/template.yaml", $"subject: s\n{more}defaults: {{name: you}}\nblocks:\n  block: {{{failure}}}\n"));

    private static RenderedMail Render(Workbench bench, ProfileStanding standing, string profile)
    {
        var template = bench.Template();
        var scope = new RenderScope { Profile = new Profile(System.Text.Encoding.UTF8.GetBytes(profile)), Standing = standing, Now = Workbench.Now };
        return template.Render(scope, template.Decide(scope, new Dictionary<string, string>(), default), [Part.Html], default);
    }
}
