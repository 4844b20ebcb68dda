using System.Diagnostics;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Reading;
using StackExchange.Redis;
using Xunit;

namespace Renderer.Tests.Profiles.Marks;

/// <summary>Done is said when it is done: written where every node sees it, or try again.</summary>
public sealed class MarkWriterTests
{
    private readonly ScriptedCrm crm = new();

    public MarkWriterTests() => crm.Put("p1", new { n = 1, tier = "gold" });

    [Fact]
    public async Task A_change_on_one_node_is_known_to_the_other_when_done_is_said_a_hundred_times()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var here = await Node.StartAsync(crm, redis: redis);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis, new SkewedTime(TimeSpan.FromSeconds(2)));
        for (var i = 2; i <= 101; i++)
        {
            crm.Put("p1", new { n = i });
            Assert.Equal(HookResult.Done, await here.HookAsync("changed p1"));
            (await here.ReadAsync("p1")).IsFresh(i);
            (await there.ReadAsync("p1")).IsFresh(i);
        }
    }

    [Fact]
    public async Task A_node_that_starts_later_reads_the_marks_that_it_has_not_seen()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var here = await Node.StartAsync(crm, redis: redis);
        await here.ReadAsync("p1");
        await SharedRedis.UntilStoredAsync(here.Workspace, 1);
        await here.ExpireAsync("p1", "tier");
        await using var late = await Node.StartAsync(crm, here.Workspace, redis);
        crm.Fails = Reason.CrmError;
        (await late.ReadAsync("p1", "n")).IsFresh(1);
        (await late.ReadAsync("p1", "tier")).IsStale(1, Reason.Changed);
        await here.HookAsync("deleted p1");
        await using var later = await Node.StartAsync(crm, here.Workspace, redis);
        (await later.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
    }

    [Fact]
    public async Task Marks_of_one_workspace_are_numbered_and_stamped_each_later_than_the_one_before()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => node.ExpireAsync($"p{i}")));
        await Eventually.TrueAsync(() => node.Board.State.Epoch == 50);
        var stamps = Enumerable.Range(0, 50)
            .Select(i => node.Board.Find(node.Get<Renderer.Profiles.Cache.Names>().Of(node.Workspace, Identifier.Id($"p{i}"))[0])!.All)
            .ToList();
        Assert.Equal(50, stamps.Distinct().Count());
        Assert.Equal(Instant.Never, node.Board.State.Horizon);
    }

    [Fact]
    public async Task A_clock_an_hour_ahead_does_not_push_later_marks_into_the_future()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        var clock = node.Get<SharedClock>();
        await node.Changes.ForgetAsync(node.Workspace, [Identifier.Id("erased")], clock.Now + TimeSpan.FromHours(1), default);
        await node.ExpireAsync("p1");
        var name = node.Get<Renderer.Profiles.Cache.Names>().Of(node.Workspace, Identifier.Id("p1"))[0];
        Assert.InRange(node.Board.Find(name)!.All - clock.Now, TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Theory]
    [InlineData(32, "a0", "")]
    [InlineData(33, "a0", "*")]
    [InlineData(32, "email", "* @")]
    public async Task More_than_thirty_two_attributes_are_everything(int attributes, string also, string marked)
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        await node.ExpireAsync("p1", [.. Enumerable.Range(0, attributes).Select(i => $"a{i}"), also]);
        var name = node.Get<Renderer.Profiles.Cache.Names>().Of(node.Workspace, Identifier.Id("p1"))[0];
        var fields = await (await SharedRedis.DatabaseAsync()).HashKeysAsync($"r:{{{node.Workspace}}}:m:{name}");
        Assert.Equal(marked, marked == "" && fields.Length == 32 ? "" : string.Join(' ', fields.Order()));
    }

    [Fact]
    public async Task A_redis_that_does_not_answer_is_asked_once_however_many_changed()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        await GuardedProcess.RunAsync("kill", "-STOP", $"{redis.ProcessId}");
        try
        {
            var watch = Stopwatch.StartNew();
            Identifier[] people = [.. Enumerable.Range(0, 5000).Select(i => Identifier.Id($"p{i}"))];
            Assert.False(await node.Changes.ExpireAsync(node.Workspace, people, null, all: false, default));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2.5));
        }
        finally
        {
            await GuardedProcess.RunAsync("kill", "-CONT", $"{redis.ProcessId}");
        }

        // This node at least takes all of them for changed.
        var last = node.Get<Renderer.Profiles.Cache.Names>().Of(node.Workspace, Identifier.Id("p4999"))[0];
        Assert.NotNull(node.Board.Find(last));
    }

    [Fact]
    public async Task A_redis_that_is_gone_cannot_take_a_change()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        await redis.KillAsync();
        Assert.Equal(HookResult.Unavailable, await node.HookAsync("changed p1"));
        Assert.False(await node.ExpireAllAsync());
        await redis.RestartAsync();
        await node.UntilConnectedAsync();
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1"));
    }

    [Fact]
    public async Task A_redis_that_refuses_writes_cannot_take_a_change_but_serves_what_it_has()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var here = await Node.StartAsync(crm, redis: redis.ConnectionString);
        (await here.ReadAsync("p1")).IsFresh(1);
        using (var client = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true"))
        {
            await client.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
            Assert.Equal(HookResult.Unavailable, await here.HookAsync("changed p1"));
            Assert.Equal(RedisState.Connected, here.Get<ProfilesHealth>().Redis);

            // This node at least takes it for changed.
            crm.Put("p1", new { n = 2 });
            (await here.ReadAsync("p1")).IsFresh(2);
            crm.Put("p2", new { n = 3 });
            (await here.ReadAsync("p2")).IsFresh(3);
            await client.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        }

        Assert.Equal(HookResult.Done, await here.HookAsync("changed p1"));
    }

    [Fact]
    public async Task With_a_replica_done_means_that_the_replica_has_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var replica = await RedisServer.StartAsync();
        await replica.RestartAsync("--replicaof", "127.0.0.1", $"{redis.Port}");
        using var client = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        await Eventually.TrueAsync(async () => (await client.GetServers()[0].InfoRawAsync("replication"))!.Contains("state=online"));
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1"));
        using (var copy = await ConnectionMultiplexer.ConnectAsync(replica.ConnectionString))
        {
            var name = node.Get<Renderer.Profiles.Cache.Names>().Of(node.Workspace, Identifier.Id("p1"))[0];
            Assert.True(await copy.GetDatabase().KeyExistsAsync($"r:{{{node.Workspace}}}:m:{name}"));
        }

        // A replica that stands still acknowledges nothing, and renders do not wait for it.
        await GuardedProcess.RunAsync("kill", "-STOP", $"{replica.ProcessId}");
        try
        {
            var refused = node.HookAsync("changed p1");
            var watch = Stopwatch.StartNew();
            (await node.ReadAsync("p1")).IsFresh(1);
            Assert.InRange(watch.ElapsedMilliseconds, 0, 400);
            Assert.Equal(HookResult.Unavailable, await refused);
        }
        finally
        {
            await GuardedProcess.RunAsync("kill", "-CONT", $"{replica.ProcessId}");
        }

        await Eventually.TrueAsync(async () => await node.HookAsync("changed p1") == HookResult.Done);
    }
}
