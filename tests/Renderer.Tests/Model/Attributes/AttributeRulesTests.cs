using System.Text.Json;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Model.Attributes;

public sealed class AttributeRulesTests
{
    private static readonly DateOnly Today = new(2026, 11, 27);

    [Theory]
    [InlineData(AttributeType.Integer, "3", null)]
    [InlineData(AttributeType.Integer, "3.5", AttributeRule.Type)]
    [InlineData(AttributeType.Money, "1E+300", AttributeRule.Type)]
    [InlineData(AttributeType.Number, "\"3\"", AttributeRule.Type)]
    [InlineData(AttributeType.Boolean, "true", null)]
    [InlineData(AttributeType.List, "[1]", null)]
    [InlineData(AttributeType.Json, "1", AttributeRule.Type)]
    [InlineData(AttributeType.Date, "\"2024-02-29\"", null)]
    [InlineData(AttributeType.Date, "\"2023-02-29\"", AttributeRule.Type)]
    [InlineData(AttributeType.Email, "\"ann@x.example\"", null)]
    [InlineData(AttributeType.Email, "\"ann.o+b@ü.example\"", null)]
    [InlineData(AttributeType.Email, "\"ann\"", AttributeRule.Email)]
    [InlineData(AttributeType.Email, "\"ann@x\"", AttributeRule.Email)]
    [InlineData(AttributeType.Email, "\"a@b@x.example\"", AttributeRule.Email)]
    [InlineData(AttributeType.Email, "\"a..b@x.example\"", AttributeRule.Email)]
    [InlineData(AttributeType.Email, "\"Ann <ann@x.example>\"", AttributeRule.Email)]
    [InlineData(AttributeType.Email, "\"ann@-x.example\"", AttributeRule.Email)]
    [InlineData(AttributeType.Url, "\"https://x.example/a?b=c\"", null)]
    [InlineData(AttributeType.Url, "\"javascript:alert(1)\"", AttributeRule.Url)]
    [InlineData(AttributeType.Url, "\"/relative\"", AttributeRule.Url)]
    [InlineData(AttributeType.Url, "\"https://x.example/a b\"", AttributeRule.Url)]
    public void A_value_is_of_its_type_or_breaks_the_types_rule(AttributeType type, string json, AttributeRule? broken) =>
        Assert.Equal(broken, AttributeRules.None.Broken(type, JsonDocument.Parse(json).RootElement, Today));

    [Theory]
    [InlineData("0", null)]
    [InlineData("100", null)]
    [InlineData("-0.01", AttributeRule.Range)]
    [InlineData("100.01", AttributeRule.Range)]
    [InlineData("1E+300", AttributeRule.Range)]
    public void A_number_is_in_its_range(string json, AttributeRule? broken) =>
        Assert.Equal(broken, new AttributeRules { Min = 0, Max = 100 }.Broken(AttributeType.Number, JsonDocument.Parse(json).RootElement, Today));

    [Theory]
    [InlineData("1900-01-01", null)]
    [InlineData("1899-12-31", AttributeRule.Window)]
    [InlineData("2026-11-27", null)]
    [InlineData("2026-11-27T23:59:59Z", null)]
    [InlineData("2026-11-28", AttributeRule.Window)]
    [InlineData("2026-11-28T00:00:00Z", AttributeRule.Window)]
    public void A_date_is_in_its_window(string text, AttributeRule? broken)
    {
        Assert.True(DateBound.TryParse("today", out var today));
        var rules = new AttributeRules { From = new DateBound(new DateOnly(1900, 1, 1)), To = today };
        Assert.Equal(broken, rules.Broken(AttributeType.Date, JsonSerializer.SerializeToElement(text), Today));
    }

    [Theory]
    [InlineData("today+30d", "2026-12-27")]
    [InlineData("today-18y", "2008-11-27")]
    [InlineData("2026-01-02", "2026-01-02")]
    [InlineData("today", "2026-11-27")]
    [InlineData("todayy", null)]
    [InlineData("today+d", null)]
    [InlineData("today30d", null)]
    [InlineData("today+2000y", null)]
    [InlineData("tomorrow", null)]
    public void A_bound_is_a_day_or_counted_from_today(string text, string? day) =>
        Assert.Equal((day, day is null ? null : text), DateBound.TryParse(text, out var bound) ? (bound.On(Today).ToString("O", null), bound.ToString()) : (null, null));

    [Fact]
    public void Each_text_of_a_list_keeps_pattern_and_values()
    {
        Assert.True(ValuePattern.TryParse("[a-z]+", out var letters, out _));
        var pattern = new AttributeRules { Pattern = letters };
        Assert.Null(pattern.Broken(AttributeType.List, JsonDocument.Parse("""["a","bc"]""").RootElement, Today));
        Assert.Equal(AttributeRule.Pattern, pattern.Broken(AttributeType.List, JsonDocument.Parse("""["a","B"]""").RootElement, Today));
        var values = new AttributeRules { Values = new(["a", "1"]) };
        Assert.Null(values.Broken(AttributeType.List, JsonDocument.Parse("""["a",1]""").RootElement, Today));
        Assert.Equal(AttributeRule.Values, values.Broken(AttributeType.List, JsonDocument.Parse("""["a","b"]""").RootElement, Today));
        Assert.Equal(AttributeRule.Values, values.Broken(null, JsonDocument.Parse("\"A\"").RootElement, Today));
    }

    [Fact]
    public void A_pattern_takes_the_whole_text_and_no_more_time_than_that()
    {
        Assert.True(ValuePattern.TryParse("a|ab", out var pattern, out _));
        Assert.True(pattern!.Matches("ab"));
        Assert.False(pattern.Matches("ab\n"));
        Assert.True(ValuePattern.TryParse("(a+)+b", out var hostile, out _));
        Assert.False(hostile!.Matches(new string('a', 50_000)));
        Assert.False(ValuePattern.TryParse(@"(a)\1", out _, out var fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void Rules_of_the_same_content_are_equal()
    {
        Assert.True(ValuePattern.TryParse("x", out var one, out _));
        Assert.True(ValuePattern.TryParse("x", out var other, out _));
        Assert.Equal(new AttributeRules { Pattern = one, Values = new(["a"]) }, new AttributeRules { Pattern = other, Values = new(["a"]) });
        Assert.NotEqual(new AttributeRules { Values = new(["a", "b"]) }, new AttributeRules { Values = new(["a", "c"]) });
    }
}
