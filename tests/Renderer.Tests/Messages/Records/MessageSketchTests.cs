using System.Text.Json;
using Renderer.Messages;
using Renderer.Messages.Records;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Messages.Records;

/// <summary>What is recorded of a message: each rule that was asked, each value that it read, where that came from.</summary>
public sealed class MessageSketchTests
{
    private const string Yaml = """
        subject: s
        failure: {fallback: drop}
        blocks:
          hero:
            variants:
              - {name: big, rule: order.total > 50 && profile.points > 10, html: B}
              - {segment: vip, html: V}
            default: {html: D}
        """;

    [Fact]
    public void Values_of_the_profile_and_of_the_request_stand_with_the_rules_that_read_them()
    {
        var hero = Sketch("""{"points":3,"tier":"gold","city":"Oslo"}""", """{"order":{"total":70,"secret":"x"},"other":1}""", "vip", "vip", "profile.tier == 'gold'");
        Assert.Equal("profile.tier == 'gold'", hero.GetProperty("rule").GetString());
        Assert.Equal("big", Assert.Single(hero.GetProperty("asked").EnumerateArray()).GetProperty("variant").GetString());
        var values = hero.GetProperty("values").EnumerateArray().Select(value =>
            $"{(value.TryGetProperty("data", out var data) ? "data." + data : value.GetProperty("attribute"))}={value.GetProperty("value").GetRawText()} {value.GetProperty("source")}");
        Assert.Equal(["data.order.total=70 request", "points=3 crm", "tier=\"gold\" crm"], values);
        var tier = hero.GetProperty("values")[2];
        Assert.Equal((1500, "hs_tier", "attribute"), (tier.GetProperty("age_ms").GetInt32(), tier.GetProperty("field").GetString(), tier.GetProperty("changed_by").GetString()));
    }

    [Fact]
    public void The_rules_behind_the_one_that_held_were_not_asked_and_long_values_are_told_by_their_length()
    {
        var hero = Sketch($$"""{"points":99,"tier":"{{new string('g', 500)}}"}""", """{"order":{"total":70}}""", "big", null, "order.total > 50 && profile.points > 10");
        Assert.Empty(hero.GetProperty("asked").EnumerateArray());
        Assert.DoesNotContain("tier", hero.GetRawText(), StringComparison.Ordinal);
        var rest = Sketch($$"""{"points":1,"tier":"{{new string('g', 500)}}"}""", null, "default", null, null);
        Assert.Equal(502, rest.GetProperty("values")[1].GetProperty("value_length").GetInt32());
        Assert.Equal(2, rest.GetProperty("asked").GetArrayLength());
    }

    [Fact]
    public void All_that_is_copied_of_a_requests_data_is_weighed()
    {
        using var bench = Workbench.Mail("<p>Hello</p>{{ block 'hero' }}", ("mail/template.yaml", Yaml), ("segments.yaml", "vip: profile.tier == 'gold'\n"));
        using var given = JsonDocument.Parse($$"""{"order":{"total":70,"lines":"{{new string('x', 50_000)}}"},"other":"{{new string('y', 90_000)}}"}""");
        Assert.InRange(RuleData.Weigh(RuleData.Of(bench.Template(), given.RootElement)), 50_000, 110_000);
        Assert.Equal(0, RuleData.Weigh([]));
    }

    private static JsonElement Sketch(string profile, string? data, string variant, string? segment, string? rule)
    {
        using var bench = Workbench.Mail("<p>Hello</p>{{ block 'hero' }}", ("mail/template.yaml", Yaml), ("segments.yaml", "vip: profile.tier == 'gold'\n"));
        var template = bench.Template();
        var person = Person.OfReading(
            new ProfileReading
            {
                State = ProfileState.Fresh,
                Profile = new Profile(System.Text.Encoding.UTF8.GetBytes(profile)),
                Source = "crm",
                Lineage = name => new Lineage("crm", "hs_" + name, new Instant(1)) { Age = TimeSpan.FromMilliseconds(1500), ChangedAt = new Instant(2), Scope = ChangeScope.Attribute },
            },
            default);
        var message = new Message
        {
            Template = "mail",
            Version = template.Version,
            Outcome = Outcome.Live,
            Profile = new(ProfileState.Fresh, "crm", null),
            Decisions = [new("hero", variant, segment, rule, Outcome.Live, Reason.None, null)],
        };
        var given = data is null ? default : JsonDocument.Parse(data).RootElement;
        var sketch = new MessageSketch(template, null, person, message, []) { Data = RuleData.Of(template, given), Now = Workbench.Now };
        return JsonDocument.Parse(sketch.Write()).RootElement.GetProperty("decisions")[0];
    }
}
