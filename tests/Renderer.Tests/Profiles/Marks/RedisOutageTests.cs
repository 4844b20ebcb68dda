using System.Diagnostics;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Marks;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Reading;
using StackExchange.Redis;
using Xunit;

namespace Renderer.Tests.Profiles.Marks;

/// <summary>Redis killed, restarted empty, or standing still: nobody waits for it, and no old value is shown as fresh.</summary>
public sealed class RedisOutageTests
{
    private readonly ScriptedCrm crm = new();

    public RedisOutageTests() => crm.Put("p1", new { n = 1 });

    [Fact]
    public async Task While_redis_is_away_values_older_than_two_seconds_are_fetched_again_or_stale()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        (await node.ReadAsync("p1")).IsFresh(1);
        await redis.KillAsync();
        await Eventually.TrueAsync(() => node.Get<ProfilesHealth>().Redis == RedisState.Disconnected, TimeSpan.FromSeconds(5));
        await Task.Delay(2100);
        crm.Fails = Reason.CrmLimited;
        (await node.ReadAsync("p1")).IsStale(1, Reason.Unverified);
        crm.Fails = null;
        crm.Put("p1", new { n = 2 });
        (await node.ReadAsync("p1")).IsFresh(2);
        var reads = crm.Reads;
        (await node.ReadAsync("p1")).IsFresh(2);
        Assert.Equal(reads, crm.Reads);
    }

    [Fact]
    public async Task No_old_value_is_fresh_after_redis_came_back_empty()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var here = await Node.StartAsync(crm, redis: redis.ConnectionString);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis.ConnectionString);
        (await here.ReadAsync("p1")).IsFresh(1);
        (await there.ReadAsync("p1")).IsFresh(1);
        var generation = here.Board.State.Generation;

        // Changes that no mark tells of any more.
        await redis.RestartAsync();
        crm.Put("p1", new { n = 2 });
        await here.UntilConnectedAsync();
        await there.UntilConnectedAsync();
        Assert.NotEqual(generation, here.Board.State.Generation);
        Assert.Equal(here.Board.State.Generation, there.Board.State.Generation);
        crm.Fails = Reason.CrmError;
        (await here.ReadAsync("p1")).IsStale(1, Reason.Unverified);
        (await there.ReadAsync("p1")).IsStale(1, Reason.Unverified);
        crm.Fails = null;
        (await here.ReadAsync("p1")).IsFresh(2);
        (await there.ReadAsync("p1")).IsFresh(2);
    }

    [Fact]
    public async Task Marks_that_are_wiped_from_a_living_redis_make_a_new_generation()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        (await node.ReadAsync("p1")).IsFresh(1);
        var generation = node.Board.State.Generation;
        using var client = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        await client.GetDatabase().ExecuteAsync("FLUSHALL");
        await Eventually.TrueAsync(() => node.Board.State.Generation != generation);
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsStale(1, Reason.Unverified);
    }

    [Fact]
    public async Task That_a_redis_of_another_life_has_no_marks_proves_nothing()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        var workspace = node.Get<ProfileWorkspaces>().Find(node.Workspace)!;
        var patience = TimeSpan.FromSeconds(1);
        Assert.True(await node.Get<MarkReader>().LearnAsync(workspace, ["ann"], patience));

        using var client = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        for (var attempt = 1; ; attempt++)
        {
            await client.GetDatabase().ExecuteAsync("FLUSHALL");
            if (!await node.Get<MarkReader>().LearnAsync(workspace, [$"bob{attempt}"], patience))
            {
                return;
            }

            Assert.True(attempt < 5); // a beat may come in between, and all is known again
        }
    }

    [Fact]
    public async Task Nobody_waits_for_a_redis_that_stands_still()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        for (var i = 0; i < 40; i++)
        {
            crm.Put($"p{i}", new { n = i });
        }

        (await node.ReadAsync("p0")).IsFresh(0);
        await GuardedProcess.RunAsync("kill", "-STOP", $"{redis.ProcessId}");
        try
        {
            for (var i = 1; i < 40; i++)
            {
                var watch = Stopwatch.StartNew();
                (await node.ReadAsync($"p{i}", within: 800)).IsFresh(i);
                Assert.InRange(watch.ElapsedMilliseconds, 0, 400);
            }

            await Eventually.TrueAsync(() => node.Get<ProfilesHealth>().Redis == RedisState.Disconnected, TimeSpan.FromSeconds(4));
            await Task.Delay(2100);
            crm.Fails = Reason.CrmError;
            (await node.ReadAsync("p0")).IsStale(0, Reason.Unverified);
        }
        finally
        {
            await GuardedProcess.RunAsync("kill", "-CONT", $"{redis.ProcessId}");
        }

        // It was the same life all the time and no number is missing: what was fetched before is as good as it was.
        await node.UntilConnectedAsync();
        (await node.ReadAsync("p0")).IsFresh(0);
    }

    [Fact]
    public async Task What_breaks_one_workspaces_marks_breaks_no_others()
    {
        var database = await SharedRedis.DatabaseAsync();
        var broken = Node.NewWorkspace();
        await database.StringSetAsync($"r:{{{broken}}}:epoch", "not a hash");
        await using var node = await Node.StartAsync(crm, broken, await SharedRedis.AddressAsync(), connect: false);
        var whole = Node.NewWorkspace();
        node.Get<ProfileWorkspaces>().Set(whole, WorkspaceSettings.Bare with { Connections = [Node.Crm] }, new ReadSet(["n"]));
        var board = node.Get<ProfileWorkspaces>().Find(whole)!.Board;
        await Eventually.TrueAsync(() => board.Connected(node.Get<SharedClock>().Now));
        Assert.False(node.Board.Connected(node.Get<SharedClock>().Now));
    }

    [Fact]
    public async Task A_node_starts_and_serves_without_redis_and_joins_when_it_comes()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.KillAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString, connect: false);
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(RedisState.Disconnected, node.Get<ProfilesHealth>().Redis);
        await redis.RestartAsync();
        await node.UntilConnectedAsync();
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1"));
    }
}
