using System.Net;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Over_the_limit_of_ten_seconds_is_429_without_a_Retry_After()
    {
        await using var sandbox = await StartSignedInAsync("RateLimit=5");
        using var first = await sandbox.Http.GetAsync(Contacts + "/p0001");
        for (var call = 2; call <= 5; call++)
        {
            await sandbox.GetAsync(Contacts + "/p0001");
        }

        using var response = await sandbox.Http.GetAsync(Contacts + "/p0001");

        Assert.Equal("5", first.Headers.GetValues("X-HubSpot-RateLimit-Max").Single());
        Assert.Equal("4", first.Headers.GetValues("X-HubSpot-RateLimit-Remaining").Single());
        Assert.Equal("0", response.Headers.GetValues("X-HubSpot-RateLimit-Remaining").Single());
        Assert.Null(response.Headers.RetryAfter);
        var error = await JsonAsync(response, 429);
        Assert.Equal("You have reached your ten_secondly_rolling limit.", error.GetProperty("message").GetString());
        Assert.Equal("TEN_SECONDLY_ROLLING", error.GetProperty("policyName").GetString());
        Assert.Equal(1, (await sandbox.GetAsync("/sandbox/calls")).GetProperty("refused").GetInt32());
        await sandbox.SignInAsync();
    }

    [Fact]
    public async Task Over_the_daily_limit_the_policy_says_so()
    {
        await using var sandbox = await StartSignedInAsync("DailyLimit=1");
        await sandbox.GetAsync(Contacts + "/p0001");

        var error = await sandbox.GetAsync(Contacts + "/p0001", 429);

        Assert.Equal("DAILY", error.GetProperty("policyName").GetString());
    }

    [Fact]
    public async Task By_default_nothing_is_refused()
    {
        await using var sandbox = await StartSignedInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => sandbox.Http.GetAsync(Contacts + "/p0001")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }
}
