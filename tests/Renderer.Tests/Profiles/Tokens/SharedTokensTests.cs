using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Crm;
using Renderer.Tests.Profiles.Marks;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

/// <summary>Several nodes, one Redis, one token endpoint over HTTP.</summary>
public sealed class SharedTokensTests : IAsyncLifetime
{
    private readonly JumpingClock clock = new();
    private readonly Renderer.Model.WorkspaceName workspace = Node.NewWorkspace();
    private TokenHost host = null!;

    public async ValueTask InitializeAsync() => host = await TokenHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Eight_nodes_that_start_at_once_make_one_request()
    {
        host.Answer = async (context, n) =>
        {
            await Task.Delay(150);
            await TokenHost.TokenAsync(context, $"token-{n}", 1800);
        };
        var nodes = await NodesAsync(8);

        var tokens = await Task.WhenAll(nodes.Select(node => node.GetAsync()));

        Assert.All(tokens, token => Assert.Equal("token-1", token));
        Assert.Equal(1, host.Requests);
        await EndAsync(nodes);
    }

    [Fact]
    public async Task A_token_that_one_node_was_refused_with_is_renewed_once_for_all()
    {
        var nodes = await NodesAsync(3);
        await Task.WhenAll(nodes.Select(node => node.GetAsync()));

        // Revoked: each node hears it by itself.
        var successors = await Task.WhenAll(nodes.Select(async node =>
        {
            node.Tokens.Drop((await node.AskAsync()).Token!);
            return await node.GetAsync();
        }));

        Assert.All(successors, token => Assert.Equal("token-2", token));
        Assert.Equal(2, host.Requests);
        await EndAsync(nodes);
    }

    [Fact]
    public async Task It_is_renewed_ahead_of_its_end_by_one_node()
    {
        host.Answer = (context, n) => TokenHost.TokenAsync(context, $"token-{n}", 100);
        var nodes = await NodesAsync(3);
        await Task.WhenAll(nodes.Select(node => node.GetAsync()));
        clock.Advance(TimeSpan.FromSeconds(91));
        await ExpireInRedisAsync(TimeSpan.FromSeconds(9));

        Assert.All(await Task.WhenAll(nodes.Select(node => node.GetAsync())), token => Assert.Equal("token-1", token));
        await Eventually.TrueAsync(async () => (await Task.WhenAll(nodes.Select(node => node.GetAsync()))).All(token => token == "token-2"));
        Assert.Equal(2, host.Requests);
        await EndAsync(nodes);
    }

    [Fact]
    public async Task A_node_that_starts_later_uses_what_is_left_of_the_token()
    {
        host.Answer = (context, n) => TokenHost.TokenAsync(context, $"token-{n}", 100);
        var first = (await NodesAsync(1))[0];
        await first.GetAsync();
        await ExpireInRedisAsync(TimeSpan.FromSeconds(50));
        var late = (await NodesAsync(1))[0];

        var token = (await late.AskAsync()).Token!;

        Assert.Equal("token-1", token.Value);
        Assert.InRange(token.EndsAt - clock.GetElapsedTime(0), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(50));
        Assert.Equal(1, host.Requests);
        await EndAsync([first, late]);
    }

    [Fact]
    public async Task What_Redis_holds_is_sealed_and_ends_with_the_token()
    {
        host.Answer = (context, _) => TokenHost.TokenAsync(context, "canary-token", 100);
        var node = (await NodesAsync(1))[0];
        await node.GetAsync();

        var database = await SharedRedis.DatabaseAsync();
        var kept = await database.StringGetWithExpiryAsync($"r:{workspace}:t:main");

        Assert.False(kept.Value.IsNull);
        Assert.InRange(kept.Expiry!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100));
        Assert.DoesNotContain("canary", System.Text.Encoding.Latin1.GetString((byte[])kept.Value!), StringComparison.Ordinal);
        await node.DisposeAsync();
    }

    [Fact]
    public async Task A_node_with_another_secret_does_not_use_the_others_token()
    {
        var nodes = await NodesAsync(2);
        await nodes[0].GetAsync();
        await nodes[1].SetAsync(TokenNode.Client with { ClientSecret = new Renderer.Model.Secret("next") });

        Assert.Equal("token-2", await nodes[1].GetAsync());
        await EndAsync(nodes);
    }

    [Fact]
    public async Task A_flipped_bit_in_Redis_is_a_miss()
    {
        var nodes = await NodesAsync(2);
        await nodes[0].GetAsync();
        var database = await SharedRedis.DatabaseAsync();
        var bytes = (byte[])(await database.StringGetAsync($"r:{workspace}:t:main"))!;
        bytes[^1] ^= 1;
        await database.StringSetAsync($"r:{workspace}:t:main", bytes);

        Assert.Equal("token-2", await nodes[1].GetAsync());
        await EndAsync(nodes);
    }

    [Fact]
    public async Task A_refused_client_is_asked_once_for_all_nodes_then_after_2_s_then_less_and_less()
    {
        host.Answer = (context, _) => FakeHubSpot.AnswerAsync(context, 401, """{"error":"invalid_client"}""");
        var nodes = await NodesAsync(4);
        var asked = new List<int>();
        foreach (var seconds in new[] { 0, 0, 0, 3, 0, 0, 5 })
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            await ExpireFailureAsync(TimeSpan.FromSeconds(seconds));
            Assert.All(await Task.WhenAll(nodes.Select(node => node.GetAsync())), error => Assert.Equal("invalid_client", error));
            asked.Add(host.Requests);
        }

        Assert.Equal([1, 1, 1, 2, 2, 2, 3], asked);
        Assert.All(nodes, node => Assert.Equal("invalid_client", node.Guard.Break?.Error));
        Assert.Equal(4, host.Log.Lines.Count(line => line.Contains("is broken", StringComparison.Ordinal)));
        await EndAsync(nodes);
    }

    [Fact]
    public async Task A_test_on_one_node_mends_all()
    {
        host.Answer = (context, _) => FakeHubSpot.AnswerAsync(context, 401, """{"error":"invalid_client"}""");
        var nodes = await NodesAsync(3);
        await Task.WhenAll(nodes.Select(node => node.GetAsync()));
        host.Answer = (context, n) => TokenHost.TokenAsync(context, $"token-{n}", 1800);

        nodes[0].Guard.AskAtOnce();
        nodes[0].Shelf.Find(workspace, "main")!.Source.AskAtOnce();

        Assert.Equal("token-2", await nodes[0].GetAsync());
        await Eventually.TrueAsync(async () => (await Task.WhenAll(nodes.Select(node => node.GetAsync()))).All(token => token == "token-2"));
        Assert.Equal(2, host.Requests);
        Assert.All(nodes, node => Assert.Null(node.Guard.Break));
        await EndAsync(nodes);
    }

    [Fact]
    public async Task A_node_that_dies_while_it_asks_holds_nobody_for_long()
    {
        var database = await SharedRedis.DatabaseAsync();
        await database.StringSetAsync($"r:{workspace}:l:t:main", "a dead node", TimeSpan.FromSeconds(5));
        var node = (await NodesAsync(1))[0];
        var since = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal("token-1", await node.GetAsync());

        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        await node.DisposeAsync();
    }

    [Fact]
    public async Task Without_Redis_each_node_asks_for_itself_and_is_served()
    {
        await using var redis = await RedisServer.StartAsync();
        TokenNode[] nodes = [await TokenNode.StartAsync(host, workspace, redis.ConnectionString), await TokenNode.StartAsync(host, workspace, redis.ConnectionString)];
        await redis.KillAsync();

        var tokens = await Task.WhenAll(nodes.Select(node => node.GetAsync()));

        Assert.All(tokens, token => Assert.StartsWith("token-", token, StringComparison.Ordinal));
        Assert.Equal(2, host.Requests);
        await EndAsync(nodes);
    }

    private async Task<TokenNode[]> NodesAsync(int count)
    {
        var redis = await SharedRedis.AddressAsync();
        return await Task.WhenAll(Enumerable.Range(0, count).Select(_ => TokenNode.StartAsync(host, workspace, redis, clock: clock)));
    }

    // Redis' own clock does not jump with the test's.
    private async Task ExpireInRedisAsync(TimeSpan left) => await (await SharedRedis.DatabaseAsync()).KeyExpireAsync($"r:{workspace}:t:main", left);

    private async Task ExpireFailureAsync(TimeSpan by)
    {
        var database = await SharedRedis.DatabaseAsync();
        var key = $"r:{workspace}:tf:main";
        if (await database.KeyTimeToLiveAsync(key) is { } left)
        {
            await database.KeyExpireAsync(key, left > by ? left - by : TimeSpan.Zero);
        }
    }

    private static async Task EndAsync(IEnumerable<TokenNode> nodes)
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }
}
