using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>Values at the edge: typed, held against their rules, and replaced by their defaults.</summary>
public sealed class ValueGateTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("7", "7", null)]
    [InlineData("7.0", "7", null)]
    [InlineData("7.5", "0", AttributeRule.Type)]
    [InlineData("lots", "0", AttributeRule.Type)]
    [InlineData("-1", "0", AttributeRule.Range)]
    [InlineData("", "0", AttributeRule.Required)]
    [InlineData("  ", "0", AttributeRule.Required)]
    [InlineData(null, "0", AttributeRule.Required)]
    public void A_bad_number_becomes_its_default_and_says_which_rule(string? given, string json, AttributeRule? rule) => Passes(
        new("points", AttributeType.Integer) { Rules = new() { Required = true, Min = 0 }, Default = "0" }, given, json, rule);

    [Theory]
    [InlineData(null, "null", null)]
    [InlineData("", "\"\"", null)]
    [InlineData("x", "\"x\"", null)]
    public void A_text_without_a_rule_stays_as_it_is(string? given, string json, AttributeRule? rule) => Passes(new("a"), given, json, rule);

    [Theory]
    [InlineData(null, "null", null)]
    [InlineData("", "null", null)]
    [InlineData("x", "null", AttributeRule.Type)]
    public void What_is_not_of_its_type_is_null_and_is_noted_too(string? given, string json, AttributeRule? rule) => Passes(new("a", AttributeType.Number), given, json, rule);

    [Theory]
    [InlineData(" ann@x.example ", "\"ann@x.example\"", null)]
    [InlineData("ann at x", "null", AttributeRule.Email)]
    [InlineData("", "\"\"", null)]
    public void An_address_that_is_none_never_reaches_a_mail(string? given, string json, AttributeRule? rule) => Passes(new("mail", AttributeType.Email), given, json, rule);

    [Theory]
    [InlineData("gold", "\"gold\"", null)]
    [InlineData("Gold", "\"basic\"", AttributeRule.Values)]
    [InlineData("", "\"basic\"", null)]
    public void An_absent_value_has_its_default_too_and_is_not_bad(string? given, string json, AttributeRule? rule) => Passes(
        new("tier") { Rules = new() { Values = new(["gold", "basic"]) }, Default = "\"basic\"" }, given, json, rule);

    [Theory]
    [InlineData("2026-11-27", "\"2026-11-27\"", null)]
    [InlineData("2026-11-28", "null", AttributeRule.Window)]
    [InlineData("28/11/2026", "null", AttributeRule.Type)]
    public void A_date_is_looked_at_on_the_day_of_the_fetch(string? given, string json, AttributeRule? rule) => Passes(
        new("seen", AttributeType.Date) { Rules = new() { To = new DateBound(null) } }, given, json, rule);

    [Fact]
    public void What_was_given_is_kept_short()
    {
        var bad = Assert.Single(Map(new("n", AttributeType.Number)).ToJson(new ReadSet(["a"]), new Dictionary<string, string?> { ["n"] = new('x', 5000) }).Bad);
        Assert.Equal((200, "a: type"), (bad.Given.Length, bad.ToString()));
    }

    [Fact]
    public void Values_that_have_types_of_their_own_are_held_against_the_same_rules()
    {
        var map = Map(new("n", AttributeType.Integer) { Rules = new() { Max = 9 }, Default = "1" });
        Assert.Equal(("""{"a":5}""", null), Of(map, "5"));
        Assert.Equal(("""{"a":5}""", null), Of(map, "\"5\""));
        Assert.Equal(("""{"a":1}""", AttributeRule.Range), Of(map, "10"));
        Assert.Equal(("""{"a":1}""", AttributeRule.Type), Of(map, "[10]"));
        Assert.Equal(("""{"a":1}""", AttributeRule.Type), Of(map, "true"));
        Assert.Equal(("""{"a":1}""", null), Of(map, "null"));
        Assert.Equal(("""{"a":["x"]}""", null), Of(Map(new("n") { Rules = new() { Values = new(["x"]) } }), """["x"]"""));
        Assert.Equal(("""{"a":null}""", AttributeRule.Values), Of(Map(new("n") { Rules = new() { Values = new(["x"]) } }), """["y"]"""));

        static (string, AttributeRule?) Of(AttributeMap map, string json)
        {
            var values = map.ToJson(new ReadSet(["a"]), name => name == "n" ? JsonDocument.Parse(json).RootElement : null);
            return (Encoding.UTF8.GetString(values.Json.Span), values.Bad.Select(bad => (AttributeRule?)bad.Rule).SingleOrDefault());
        }
    }

    private static void Passes(AttributeMapping mapping, string? given, string json, AttributeRule? rule)
    {
        var values = Map(mapping).ToJson(new ReadSet(["a"]), new Dictionary<string, string?> { [mapping.Property] = given });
        Assert.Equal($$"""{"a":{{json}}}""", Encoding.UTF8.GetString(values.Json.Span));
        Assert.Equal(rule is null ? [] : [new BadValue("a", rule.Value, given ?? "")], values.Bad.Select(bad => string.IsNullOrWhiteSpace(given) ? bad with { Given = given ?? "" } : bad));
    }

    private static AttributeMap Map(AttributeMapping mapping) => new(
        new ConnectionSettings { Name = "crm", Type = "hubspot", Attributes = new Dictionary<string, AttributeMapping> { ["a"] = mapping } }, [], Clock);
}
