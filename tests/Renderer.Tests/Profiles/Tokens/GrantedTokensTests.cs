using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Ledger;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

/// <summary>Refresh tokens that rotate, kept in a real ledger, laid before an endpoint that takes each once.</summary>
public sealed class GrantedTokensTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly JumpingClock clock = new();
    private readonly WorkspaceName workspace = WorkspaceName.Default;
    private readonly List<TokenNode> nodes = [];
    private Rotating endpoint = null!;
    private TokenHost host = null!;

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    private static ConnectionSettings Settings => TokenNode.Client with
    {
        Auth = new AuthSettings { Way = AuthWay.RefreshToken, RefreshToken = new Secret("refresh-0") },
    };

    public async ValueTask InitializeAsync()
    {
        host = await TokenHost.StartAsync();
        endpoint = new Rotating("refresh-0");
        host.Answer = (context, _) => endpoint.AnswerAsync(context, host.Seen.Last().Form);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await host.DisposeAsync();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Each_refresh_token_is_used_once_by_all_nodes_together(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        await StartAsync(rig, 3);

        for (var round = 1; round <= 4; round++)
        {
            var tokens = await Task.WhenAll(nodes.Select(node => node.GetAsync()));
            Assert.All(tokens, token => Assert.Equal($"access-{round}", token));
            clock.Advance(TimeSpan.FromSeconds(101));
        }

        Assert.Equal(4, host.Requests);
        Assert.Equal(0, endpoint.Replays);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_node_that_starts_again_goes_on_with_the_last_one(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        await StartAsync(rig, 1);
        Assert.Equal("access-1", await nodes[0].GetAsync());
        clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal("access-2", await nodes[0].GetAsync());

        await StartAsync(rig, 1);
        Assert.Equal("access-2", await nodes[1].GetAsync());
        clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal("access-3", await nodes[1].GetAsync());
        Assert.Equal((3, 0), (host.Requests, endpoint.Replays));
    }

    [Fact]
    public async Task The_new_one_is_in_the_ledger_before_the_token_is_used()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var ledger = new FailingGrants((await rig.OpenAsync()).Store.Grants) { Keeps = false };
        nodes.Add(await TokenNode.StartAsync(host, workspace, grants: ledger, clock: clock, settings: Settings));

        Assert.Equal("not_kept", await nodes[0].GetAsync());
        Assert.Equal(1, host.Requests);

        ledger.Keeps = true;
        await Eventually.TrueAsync(async () => await nodes[0].GetAsync() == "access-1");
        Assert.Equal((1, 0), (host.Requests, endpoint.Replays));
        await StartAsync(rig, 1);
        clock.Advance(TimeSpan.FromSeconds(101));
        Assert.Equal("access-2", await nodes[1].GetAsync());
    }

    [Fact]
    public async Task A_ledger_that_is_away_means_that_none_is_asked_for()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var ledger = new FailingGrants((await rig.OpenAsync()).Store.Grants) { Finds = false };
        nodes.Add(await TokenNode.StartAsync(host, workspace, grants: ledger, clock: clock, settings: Settings));

        Assert.Equal("not_kept", await nodes[0].GetAsync());

        Assert.Equal(0, host.Requests);
        Assert.Contains(host.Log.Lines, line => line.Contains("Bring the ledger back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dead_refresh_token_breaks_the_connection_without_a_storm_and_says_what_to_do()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        endpoint.Kill();
        await StartAsync(rig, 3);

        for (var i = 0; i < 50; i++)
        {
            Assert.All(await Task.WhenAll(nodes.Select(node => node.GetAsync())), error => Assert.Equal("invalid_grant", error));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        // One for each node's start at most, then after 2, 6, 14 and 30 s: what the others found out holds for all.
        Assert.InRange(host.Requests, 5, 7);
        Assert.All(nodes, node => Assert.Equal("invalid_grant", node.Guard.Break?.Error));
        Assert.Contains(host.Log.Lines, line => line.StartsWith("Error: Connection main of workspace default is broken", StringComparison.Ordinal)
            && line.Contains("POST /v1/connections/main/authorize", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_refresh_token_in_the_file_is_a_new_beginning()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await StartAsync(rig, 1);
        await nodes[0].GetAsync();
        endpoint.Begin("brought by hand");

        await nodes[0].SetAsync(Settings with { Auth = Settings.Auth! with { RefreshToken = new Secret("brought by hand") } });

        Assert.Equal("access-2", await nodes[0].GetAsync());
        Assert.Equal(0, endpoint.Replays);
    }

    [Fact]
    public async Task Without_consent_nothing_is_asked_and_the_way_to_it_is_named()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await StartAsync(rig, 1, TokenNode.Client with { Auth = new AuthSettings { Way = AuthWay.AuthorizationCode } });

        Assert.Equal("consent_needed", await nodes[0].GetAsync());

        Assert.Equal(0, host.Requests);
        Assert.Contains("POST /v1/connections/main/authorize", (await nodes[0].AskAsync()).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_access_token_is_renewed_once_for_all_nodes()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await StartAsync(rig, 3);
        var refused = await Task.WhenAll(nodes.Select(async node => (await node.AskAsync()).Token!));
        foreach (var (node, token) in nodes.Zip(refused))
        {
            node.Tokens.Drop(token);
        }

        Assert.All(await Task.WhenAll(nodes.Select(node => node.GetAsync())), token => Assert.Equal("access-2", token));
        Assert.Equal((2, 0), (host.Requests, endpoint.Replays));
    }

    [Fact]
    public async Task The_ledger_holds_nothing_that_can_be_read()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        await StartAsync(rig, 1);
        await nodes[0].GetAsync();

        var text = string.Concat(Directory.GetFiles(Path.GetDirectoryName(rig.Connection)!, "ledger.db*").Select(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));

        Assert.Contains("connection_grant", text, StringComparison.Ordinal);
        Assert.DoesNotContain("access-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-", text, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("refresh-", StringComparison.Ordinal) || line.Contains("access-1", StringComparison.Ordinal));
    }

    private async Task StartAsync(LedgerRig rig, int count, ConnectionSettings? settings = null)
    {
        for (var i = 0; i < count; i++)
        {
            nodes.Add(await TokenNode.StartAsync(host, workspace, grants: (await rig.OpenAsync()).Store.Grants, clock: clock, settings: settings ?? Settings));
        }
    }
}
