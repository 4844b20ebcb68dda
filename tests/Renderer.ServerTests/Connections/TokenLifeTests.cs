using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Tokens;
using Xunit;

namespace Renderer.ServerTests.Connections;

/// <summary>Tokens that end, rotate, are revoked and die, over HTTP from the render to the OAuth server.</summary>
public sealed class TokenLifeTests
{
    private const string Tokens = "/oauth/v1/token";

    [Fact]
    public async Task Refresh_tokens_rotate_while_mails_stay_live()
    {
        await using var stage = await Consents.StageAsync(sandbox: new() { ["TokenSeconds"] = "2" });
        await stage.Node.ConsentAsync();
        await stage.Sandbox.ForgetCallsAsync();
        var until = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 1; until.Elapsed < TimeSpan.FromSeconds(9); i++)
        {
            Assert.Equal("live", await stage.Node.OutcomeAsync($"p{i:0000}"));
            await Task.Delay(50);
        }

        // Each is good once: had two been laid before the server, the second would have broken the connection.
        Assert.InRange(await stage.Sandbox.CallsAsync(Tokens), 3, 8);
        Assert.Empty((await stage.Node.HealthAsync()).GetProperty("connections").EnumerateArray());
    }

    [Fact]
    public async Task A_revoked_access_token_costs_one_refresh()
    {
        await using var stage = await Consents.StageAsync();
        await stage.Node.ConsentAsync();
        await stage.Node.OutcomeAsync();
        await stage.Sandbox.ForgetCallsAsync();

        await stage.Sandbox.FaultAsync(new { revoke_tokens = true, route = "/crm" });

        Assert.All(await Task.WhenAll(Enumerable.Range(2, 30).Select(i => stage.Node.OutcomeAsync($"p{i:0000}"))), outcome => Assert.Equal("live", outcome));
        Assert.Equal(1, await stage.Sandbox.CallsAsync(Tokens));
    }

    [Fact]
    public async Task A_dead_refresh_token_is_no_storm_says_what_to_do_and_another_consent_mends_it()
    {
        await using var stage = await Consents.StageAsync();
        await stage.Node.ConsentAsync();
        await stage.Node.OutcomeAsync();
        await stage.Sandbox.ForgetCallsAsync();

        await stage.Sandbox.FaultAsync(new { revoke_tokens = true });
        for (var i = 2; i < 60; i++)
        {
            Assert.Equal("default", await stage.Node.OutcomeAsync($"p{i:0000}"));
        }

        await Task.Delay(2000);
        await stage.Node.OutcomeAsync("p0100");
        Assert.InRange(await stage.Sandbox.CallsAsync(Tokens), 1, 4); // at once, then after 2, 6 and 14 s
        var broken = Assert.Single((await stage.Node.HealthAsync()).GetProperty("connections").EnumerateArray());
        Assert.Equal("invalid_grant", broken.Text("error"));
        Assert.Contains("consent again", broken.Text("advice"), StringComparison.Ordinal);
        Assert.Single(stage.Node.Logs.Lines, line => line.Contains("is broken", StringComparison.Ordinal) && line.Contains("invalid_grant", StringComparison.Ordinal));
        using (var metrics = await stage.Node.Http.GetAsync("/metrics"))
        {
            // The value is that of all nodes of this process.
            Assert.Matches("renderer_crm_connection_broken\\{[^}]*connection=\"sandbox\"[^}]*\\} [01]", await metrics.Content.ReadAsStringAsync());
        }

        await stage.Node.ConsentAsync();
        await Eventually.TrueAsync(async () => await stage.Node.OutcomeAsync("p0101") == "live", TimeSpan.FromSeconds(3));
        Assert.Empty((await stage.Node.HealthAsync()).GetProperty("connections").EnumerateArray());
    }

    [Fact]
    public async Task Two_nodes_with_one_Redis_make_one_token_request()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        var second = await stage.AddNodeAsync(settings: new() { ["Redis"] = redis.ConnectionString });
        await Eventually.TrueAsync(async () => (await second.HealthAsync()).Text("redis") == "connected" && (await stage.Node.HealthAsync()).Text("redis") == "connected");

        var outcomes = await Task.WhenAll(
            Enumerable.Range(1, 20).SelectMany(i => new[] { stage.Node.OutcomeAsync($"p{i:0000}"), second.OutcomeAsync($"p{i + 100:0000}") }));

        Assert.All(outcomes, outcome => Assert.Equal("live", outcome));
        Assert.InRange(await stage.Sandbox.CallsAsync(Tokens), 0, 1); // the first one asked at its start, perhaps before it had Redis

        await stage.Sandbox.ForgetCallsAsync();
        await stage.Sandbox.FaultAsync(new { revoke_tokens = true });
        outcomes = await Task.WhenAll(
            Enumerable.Range(200, 20).SelectMany(i => new[] { stage.Node.OutcomeAsync($"p{i:0000}"), second.OutcomeAsync($"p{i + 100:0000}") }));
        Assert.All(outcomes, outcome => Assert.Equal("live", outcome));
        Assert.Equal(1, await stage.Sandbox.CallsAsync(Tokens));
    }

    [Fact]
    public async Task Redis_going_away_costs_sharing_alone()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(node: new() { ["Redis"] = redis.ConnectionString });
        await stage.Node.OutcomeAsync();
        await redis.KillAsync();
        await stage.Sandbox.FaultAsync(new { revoke_tokens = true });

        Assert.Equal("live", await stage.Node.OutcomeAsync("p0002"));
        Assert.Equal(1, await stage.Sandbox.CallsAsync(Tokens));
    }

    [Fact]
    public async Task A_consent_on_one_node_is_one_for_all()
    {
        var ledger = Path.Combine(Directory.CreateTempSubdirectory("renderer-ledger-").FullName, "ledger.db");
        await using var stage = await Consents.StageAsync(node: new() { ["Ledger"] = ledger });
        var second = await stage.AddNodeAsync(
            workspace: Consents.Workspace($"    auth: {{type: authorization_code}}\n    scope: {Consents.Scope}"), settings: new() { ["Ledger"] = ledger });
        Assert.Equal("default", await second.OutcomeAsync());

        await stage.Node.ConsentAsync();

        await Eventually.TrueAsync(async () => await second.OutcomeAsync("p0002") == "live", TimeSpan.FromSeconds(4));
        Assert.Equal("live", await stage.Node.OutcomeAsync("p0003"));
        Assert.Equal(1, await stage.Sandbox.CallsAsync(Tokens));
    }

    [Fact]
    public async Task A_CRM_that_refuses_every_token_makes_no_storm_and_is_believed_at_once_when_it_takes_them()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Sandbox.FaultAsync(new { status = 401 });
        var until = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 1; until.Elapsed < TimeSpan.FromSeconds(8); i++)
        {
            await stage.Node.OutcomeAsync($"p{1 + (i % 900):0000}");
            await Task.Delay(20);
        }

        Assert.InRange(await stage.Sandbox.CallsAsync(Tokens), 1, 8); // after 0.3, 0.6, 1.2, 2.4 s and so on
        await stage.Sandbox.HealAsync();
        await Eventually.TrueAsync(async () => await stage.Node.OutcomeAsync("p0950") == "live", TimeSpan.FromSeconds(2));
    }

    public static TheoryData<string> Ways => ["jwt_bearer", "assertion", "basic"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Other_ways_in_make_mails_live(string way)
    {
        var workspace = Consents.Workspace(way switch
        {
            "jwt_bearer" => "    auth: {type: jwt_bearer, private_key: '${env:TEST_KEY}', subject: api@sandbox.example}",
            "assertion" => "    auth: {type: client_credentials, client_auth: assertion, private_key: '${env:TEST_KEY}'}",
            _ => "    auth: {type: client_credentials, client_auth: basic}",
        });
        await using var stage = await Stage.StartAsync(
            workspace, new() { ["!TEST_KEY"] = Pems.RsaPem.Value }, new() { ["ClientKey"] = Pems.CertificatePem.Value });

        await stage.Sandbox.FaultAsync(new { revoke_tokens = true });
        Assert.Equal("live", await stage.Node.OutcomeAsync());
        Assert.Equal(1, await stage.Sandbox.CallsAsync(Tokens));
    }

    [Fact]
    public async Task Nothing_that_opens_a_CRM_is_ever_logged()
    {
        await using var stage = await Consents.StageAsync(sandbox: new() { ["TokenSeconds"] = "2" });
        using var browser = Consents.Browser();
        var link = await stage.Node.LinkAsync();
        var back = await Sandbox.Consenting.DecideAsync(await browser.OpenAsync(link));
        await browser.PageAsync(back, System.Net.HttpStatusCode.OK);
        await stage.Node.OutcomeAsync();
        await stage.Sandbox.FaultAsync(new { revoke_tokens = true });
        await stage.Node.OutcomeAsync("p0002");
        (await stage.Node.Http.PostAsync("/v1/connections/sandbox/test", null)).Dispose();

        string[] secrets =
        [
            "sandbox-secret", "sandbox-hook-secret", link.Query[6..], System.Web.HttpUtility.ParseQueryString(back.Query)["code"]!,
            System.Web.HttpUtility.ParseQueryString(back.Query)["state"]!, "eyJ",
        ];
        Assert.NotEmpty(stage.Node.Logs.Lines);
        Assert.All(secrets, secret => Assert.DoesNotContain(stage.Node.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }
}
