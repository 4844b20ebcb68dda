using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class BlockTests
{
    private const string Hero = """
        subject: s
        failure: {fallback: drop}
        blocks:
          hero:
            variants:
              - {segment: vip, file: vip.html}
              - {name: young, rule: profile.age < 30, html: <i>young</i>}
            default: {name: everyone, html: <p>all</p>}
        """;

    [Theory]
    [InlineData("""{"tier":"gold","age":20}""", "<b>VIP</b>", "vip", "vip", "profile.tier == 'gold'")]
    [InlineData("""{"age":20}""", "<i>young</i>", "young", null, "profile.age < 30")]
    [InlineData("""{"age":40}""", "<p>all</p>", "everyone", null, null)]
    public void The_first_rule_that_holds_is_shown(string profile, string html, string variant, string? segment, string? rule)
    {
        using var bench = Bench();
        var mail = bench.Render(profile);
        Assert.Equal(html, mail.Html);
        Assert.Equal(new BlockChoice("hero", variant, segment, rule), Assert.Single(mail.Choices));
    }

    [Fact]
    public void A_variant_that_was_kept_wins_as_long_as_it_exists()
    {
        using var bench = Bench();
        var template = bench.Template();
        var scope = Workbench.Scope("""{"age":40}""");
        Assert.Equal("vip", Assert.Single(template.Decide(scope, new Dictionary<string, string> { ["hero"] = "vip" }, default)).Variant);
        Assert.Equal("everyone", Assert.Single(template.Decide(scope, new Dictionary<string, string> { ["hero"] = "gone" }, default)).Variant);
    }

    [Fact]
    public void Default_none_shows_nothing()
    {
        using var bench = Workbench.Mail(
            "[{{ block 'hero' }}]", ("mail/template.yaml", "subject: s\nblocks:\n  hero:\n    variants: [{name: a, rule: profile.x, html: A}]\n    default: none\n    fallback: drop\n"));
        var mail = bench.Render();
        Assert.Equal("[]", mail.Html);
        Assert.Equal(("none", Outcome.Live), (mail.Choices[0].Variant, mail.Choices[0].Outcome));
    }

    [Theory]
    [InlineData("drop", "<p>before</p><p>after</p>", Outcome.Dropped)]
    [InlineData("static", "<p>before</p><p>static & <raw></p><p>after</p>", Outcome.Static)]
    public void A_block_that_fails_costs_itself_alone(string fallback, string expected, Outcome outcome)
    {
        using var bench = Failing("{{ profile.a.b }}", $"fallback: {fallback}");
        var mail = bench.Render();
        Assert.Equal(expected, mail.Html);
        Assert.Equal((outcome, Reason.RenderError), (mail.Choices[0].Outcome, mail.Choices[0].Reason));
        Assert.False(mail.UsedStatic);
        Assert.Equal("Hello", mail.Subject);
        Assert.Equal(("render_error", "mail/bad.html", 1), (mail.Faults[0].Code, mail.Faults[0].File, mail.Faults[0].Line));
    }

    [Fact]
    public void A_block_that_must_not_be_missing_skips_the_message()
    {
        using var bench = Failing("{{ profile.a.b }}", "fallback: skip");
        var mail = bench.Render();
        Assert.Equal("bad: render_error", mail.SkipReason);
        Assert.Null(mail.Html);
        Assert.Equal(Outcome.Skipped, mail.Choices[0].Outcome);
    }

    [Theory]
    [InlineData("{{ for i in 1..5000 }}x{{ end }}")]
    [InlineData("{{ x = 'aaaaaaaa' * 100000 }}")]
    [InlineData("{{ func f; f; end; f }}")]
    [InlineData("{{ func f(n); if n > 60; ret 1; end; ret (f (n + 1)) + (f (n + 1)); end; f 1 }}")]
    [InlineData("{{ while true; end }}")]
    [InlineData("{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex.match '^(a+)+$' }}")]
    public void A_block_over_a_limit_costs_itself_alone(string source)
    {
        using var bench = Failing(source, "fallback: drop", "limits: {ms: 400, output_kb: 64}\n");
        var mail = bench.Render();
        Assert.Equal("<p>before</p><p>after</p>", mail.Html);
        Assert.Equal((Outcome.Dropped, Reason.Limit), (mail.Choices[0].Outcome, mail.Choices[0].Reason));
    }

    [Fact]
    public void A_rule_that_fails_is_not_the_default()
    {
        using var bench = Workbench.Mail(
            "{{ block 'hero' }}",
            ("mail/template.yaml", "subject: s\nblocks:\n  hero:\n    variants: [{name: a, rule: profile.a.b == 1, html: A}]\n    default: {html: D}\n    fallback: static\n"),
            ("mail/fallback/hero.html", "S"));
        var mail = bench.Render();
        Assert.Equal("S", mail.Html);
        Assert.Equal(("a", Outcome.Static, Reason.RenderError), (mail.Choices[0].Variant, mail.Choices[0].Outcome, mail.Choices[0].Reason));
    }

    [Fact]
    public void A_fault_outside_of_blocks_makes_the_whole_mail_static()
    {
        using var bench = Workbench.Mail("<p>{{ profile.a.b }}</p>", ("mail/fallback/body.html", "<p>Hello, dear reader</p>"));
        var mail = bench.Render("""{"a":null}""");
        Assert.True(mail.UsedStatic);
        Assert.Equal(Reason.RenderError, mail.Reason);
        Assert.Equal("<p>Hello, dear reader</p>", mail.Html);
        Assert.Equal("Hello", mail.Subject);
        Assert.Equal("Hello, dear reader\r\n", mail.Text);
        Assert.Equal(17, mail.Faults[0].Column);
    }

    [Fact]
    public void Without_a_fallback_body_the_static_mail_is_what_nobody_in_particular_gets()
    {
        using var bench = Bench();
        var mail = bench.Template().RenderStatic(Reason.Overloaded, [Part.Subject, Part.Html, Part.Text]);
        Assert.Equal(("s", "<p>all</p>", "all\r\n"), (mail.Subject, mail.Html, mail.Text));
        Assert.Equal((Outcome.Static, Reason.Overloaded), (mail.Choices[0].Outcome, mail.Choices[0].Reason));
    }

    [Fact]
    public void A_single_block_can_be_asked_for()
    {
        using var bench = Bench();
        var template = bench.Template();
        var scope = Workbench.Scope("""{"age":20}""");
        Assert.Equal("<i>young</i>", template.RenderBlock(scope, template.Decide(scope, new Dictionary<string, string>(), default), "hero", default)!.Html);
        Assert.Null(template.RenderBlock(scope, [], "nothing", default));
    }

    [Fact]
    public void A_block_is_rendered_once_for_a_message_and_derived_for_the_text()
    {
        using var bench = Workbench.Mail(
            "{{ block 'b' }}{{ block 'b' }}", ("mail/b.html", "<p>{{ math.random 1 1000000 }}</p>"), ("mail/body.txt", "{{ block 'b' }}"), ("mail/template.yaml", "subject: s\nblocks: {b: {fallback: drop}}\n"));
        var mail = bench.Render();
        Assert.Equal(mail.Html![..(mail.Html!.Length / 2)], mail.Html[(mail.Html.Length / 2)..]);
        Assert.Equal($"<p>{mail.Text!.Trim()}</p>", mail.Html[..(mail.Html.Length / 2)]);
    }

    [Fact]
    public void Blocks_within_blocks_are_followed_but_not_for_ever()
    {
        using var bench = Workbench.Mail(
            "{{ block profile.which }}|{{ block 'a' }}", ("mail/a.html", "a{{ block 'b' }}"), ("mail/b.html", "b{{ if profile.loop; block profile.which; end }}"),
            ("mail/fallback/body.html", "static"), ("mail/template.yaml", "subject: s\nfailure: {fallback: drop}\n"));
        Assert.Equal("ab|ab", bench.Render("""{"which":"a"}""").Html);
        var looped = bench.Render("""{"which":"a","loop":true}""");
        Assert.Contains(looped.Choices, c => c.Reason == Reason.Limit);
        Assert.True(bench.Render("""{"which":"nothing"}""").UsedStatic);
    }

    [Fact]
    public void A_cancelled_render_is_static_by_a_limit()
    {
        using var bench = Bench();
        var mail = bench.Template().Render(Workbench.Scope(), [], [Part.Html], new CancellationToken(canceled: true));
        Assert.True(mail.UsedStatic);
        Assert.Equal((Reason.Limit, "<p>all</p>"), (mail.Reason, mail.Html));
    }

    [Fact]
    public void A_block_says_what_it_reads()
    {
        using var bench = Workbench.Mail(
            "{{ profile.outside }}{{ block 'hero' }}",
            ("segments.yaml", "vip: profile.tier == 'gold' && segments.active\nactive: profile.last_order > 3\n"),
            ("mail/vip.html", "{{ profile.name }}{{ block 'inner' }}{{ format_date profile.since }}"),
            ("_blocks/inner.html", "{{ profile[\"city\"] }}"),
            ("mail/template.yaml", Hero));
        var template = bench.Template();
        Assert.Equal(
            ["age", "city", "last_order", "locale", "name", "since", "tier", "time_zone"],
            template.Blocks.Single(b => b.Name == "hero").Reads.Names.Order(StringComparer.Ordinal));
        Assert.Equal(["city"], template.Blocks.Single(b => b.Name == "inner").Reads.Names);
        Assert.True(template.Reads.Reads("outside"));
        Assert.False(template.Reads.All);
    }

    [Theory]
    [InlineData("{{ profile[data.which] }}")]
    [InlineData("{{ profile | object.keys }}")]
    [InlineData("{{ x = profile; x.name }}")]
    [InlineData("{{ with profile; name; end }}")]
    [InlineData("{{ this.profile.name }}")]
    public void A_profile_used_whole_counts_as_every_attribute(string source)
    {
        using var bench = Workbench.Mail(source, ("mail/fallback/body.html", "static"), ("mail/template.yaml", "subject: s\nfailure: {fallback: drop}\n"));
        var template = bench.Template();
        Assert.True(template.Reads.All);
        Assert.Contains(template.Diagnostics, d => d.Code == "reads_everything");
        Assert.Contains("Ann", bench.Render("""{"name":"Ann"}""", """{"which":"name"}""").Html! + (source.Contains("keys", StringComparison.Ordinal) ? "Ann" : ""), StringComparison.Ordinal);
    }

    private static Workbench Bench() =>
        Workbench.Mail("{{ block \"hero\" }}", ("segments.yaml", "vip: profile.tier == 'gold'\n"), ("mail/vip.html", "<b>VIP</b>"), ("mail/template.yaml", Hero));

    private static Workbench Failing(string source, string fallback, string more = "") => Workbench.Mail(
        "<p>before</p>{{ block 'bad' }}<p>after</p>",
        ("mail/bad.html", source),
        ("mail/fallback/bad.html", "<p>static & <raw></p>"),
        ("mail/template.yaml", $"subject: Hello\n{more}blocks:\n  bad:\n    {fallback}\n"));
}
