using Renderer.Model;
using Renderer.Tests.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

public sealed class TokenHandlerTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync()).With("512", ("firstname", "Ann"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_revoked_token_is_replaced_and_the_read_repeated_once()
    {
        await using var connection = host.Connect();
        await connection.ReadAsync(Identifier.Id("512"));
        host.RevokeTokens();

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], host.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_thousand_readers_with_a_revoked_token_make_one_token_request()
    {
        await using var connection = host.Connect(settings => settings with { AttemptTimeout = TimeSpan.FromSeconds(20), Concurrency = 1000 });
        await connection.ReadAsync(Identifier.Id("512"));
        host.RevokeTokens();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => connection.ReadAsync(Identifier.Id("512"), budget: 20_000).AsTask()));

        Assert.All(answers, answer => Assert.Equal("Ann", answer.Value("firstname")));
        Assert.Equal(2, host.TokenRequests);
    }

    [Fact]
    public async Task A_crm_that_refuses_every_token_makes_no_storm()
    {
        await using var connection = host.Connect();
        host.Fault = Faults.Status(401);

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(Reason.CrmUnauthorized, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        }

        Assert.InRange(host.TokenRequests, 2, 12); // two for each rest of 300 ms
    }

    [Fact]
    public async Task What_a_crm_refused_is_not_held_against_it_once_it_takes_a_token()
    {
        await using var connection = host.Connect();
        for (var i = 0; i < 4; i++)
        {
            host.Fault = Faults.Status(401);
            Assert.Equal(Reason.CrmUnauthorized, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
            host.Fault = null;
            await Task.Delay(450, TestContext.Current.CancellationToken); // the rest after a refused read
            Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
            host.RevokeTokens();
            Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
        }
    }

    [Fact]
    public async Task A_crowd_that_is_refused_counts_once()
    {
        await using var connection = host.Connect(settings => settings with { Concurrency = 50 });
        host.Fault = Faults.Status(401);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => connection.ReadAsync(Identifier.Id("512")).AsTask()));
        host.Fault = null;
        host.RevokeTokens();

        await Task.Delay(400); // a rest is 300 ms; fifty of them in a row would be a minute
        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
    }

    [Fact]
    public async Task A_forbidden_read_renews_nothing()
    {
        await using var connection = host.Connect();
        host.Fault = Faults.Status(403);

        Assert.Equal(Reason.CrmUnauthorized, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.Single(host.Requests);
        Assert.Equal(1, host.TokenRequests);
    }

    [Fact]
    public async Task A_static_token_is_sent_as_it_is_and_not_repeated_when_refused()
    {
        await using var good = host.Connect(settings => settings with { ClientId = null, ClientSecret = null, AccessToken = new Secret("pat-static") });
        await using var bad = host.Connect(settings => settings with { ClientId = null, ClientSecret = null, AccessToken = new Secret("pat-revoked") });

        Assert.Equal("Ann", (await good.ReadAsync(Identifier.Id("512"))).Value("firstname"));
        Assert.Equal(Reason.CrmUnauthorized, (await bad.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.Equal(["Bearer pat-static", "Bearer pat-revoked"], host.Requests.Select(request => request.Authorization));
        Assert.Equal(0, host.TokenRequests);
    }

    [Theory]
    [InlineData(400, Reason.CrmUnauthorized)]
    [InlineData(401, Reason.CrmUnauthorized)]
    [InlineData(503, Reason.CrmError)]
    [InlineData(429, Reason.CrmLimited)]
    internal async Task Without_a_token_nothing_is_sent_and_the_reason_says_why(int status, Reason reason)
    {
        await using var connection = host.Connect();
        host.TokenFault = Faults.Status(status);

        Assert.Equal(reason, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task A_token_endpoint_that_hangs_takes_the_budget_and_no_more()
    {
        await using var connection = host.Connect();
        host.TokenFault = Faults.HangAsync;
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(Reason.CrmTimeout, (await connection.ReadAsync(Identifier.Id("512"), budget: 200)).Reason);
        Assert.InRange(watch.ElapsedMilliseconds, 180, 600);
    }
}
