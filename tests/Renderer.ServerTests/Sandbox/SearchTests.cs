using System.Text.Json;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class SearchTests
{
    private const string Search = Contacts + "/search";

    [Fact]
    public async Task Filters_sorts_and_pages()
    {
        await using var sandbox = await StartSignedInAsync();
        object Page(int after) => new
        {
            filterGroups = new[] { new { filters = new[] { new { propertyName = "tier", @operator = "EQ", value = "gold" } } } },
            sorts = new[] { new { propertyName = "points", direction = "ASCENDING" } },
            properties = new[] { "tier", "points" },
            limit = 50,
            after = $"{after}",
        };

        var first = await sandbox.PostAsync(Search, Page(0));
        var second = await sandbox.PostAsync(Search, Page(50));

        Assert.Equal("50", first.GetProperty("paging").GetProperty("next").GetProperty("after").GetString());
        var people = first.GetProperty("results").EnumerateArray().Concat(second.GetProperty("results").EnumerateArray())
            .Select(one => one.GetProperty("properties")).ToList();
        Assert.All(people, one => Assert.Equal("gold", one.GetProperty("tier").GetString()));
        var points = people.Select(one => one.GetProperty("points").GetString()).Where(text => text is not null).Select(decimal.Parse!).ToList();
        Assert.Equal(points.Order(), points);
    }

    [Theory]
    [InlineData("""{"limit":201}""")]
    [InlineData("""{"limit":100,"after":"9950"}""")]
    [InlineData("""{"filterGroups":[{"filters":[{"propertyName":"no_such","operator":"EQ","value":"x"}]}]}""")]
    [InlineData("""{"filterGroups":[{"filters":[{"propertyName":"tier","operator":"LIKE","value":"x"}]}]}""")]
    [InlineData("""{"sorts":[{"propertyName":"tier"},{"propertyName":"points"}]}""")]
    public async Task What_hubspot_would_not_take_is_400(string body)
    {
        await using var sandbox = await StartSignedInAsync();

        var error = await sandbox.PostAsync(Search, JsonDocument.Parse(body).RootElement, 400);

        Assert.Equal("VALIDATION_ERROR", error.GetProperty("category").GetString());
    }

    [Fact]
    public async Task The_sixth_search_of_a_second_is_429_and_none_tells_of_limits()
    {
        await using var sandbox = await StartSignedInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            sandbox.Http.PostAsync(Search, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"))));

        Assert.Contains(answers, answer => (int)answer.StatusCode == 429);
        Assert.All(answers, answer => Assert.DoesNotContain(answer.Headers, header => header.Key.Contains("RateLimit", StringComparison.Ordinal)));
        var refused = await JsonAsync(answers.First(answer => (int)answer.StatusCode == 429), 429);
        Assert.Equal("SECONDLY", refused.GetProperty("policyName").GetString());
    }
}
