using System.Diagnostics;
using Renderer.Profiles;
using Renderer.Profiles.Marks;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Marks;

/// <summary>Done is said when every node that listens has the mark in its memory.</summary>
public sealed class HearingTests
{
    private readonly ScriptedCrm crm = new();

    public HearingTests() => crm.Put("p1", new { n = 1 });

    [Fact]
    public async Task Nobody_calls_an_old_value_live_in_the_moment_after_done()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var here = await Node.StartAsync(crm, redis: redis);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis);
        await using var third = await Node.StartAsync(crm, here.Workspace, redis);
        for (var i = 2; i <= 300; i++)
        {
            crm.Put("p1", new { n = i });
            Assert.Equal(HookResult.Done, await here.HookAsync("changed p1"));
            (await there.ReadAsync("p1")).IsFresh(i);
            (await third.ReadAsync("p1")).IsFresh(i);
        }
    }

    [Fact]
    public async Task A_listener_that_says_nothing_costs_a_quarter_of_a_second_once()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var here = await Node.StartAsync(crm, redis: redis.ConnectionString);
        Assert.Equal(HookResult.Done, await here.HookAsync("changed p1"));
        await using var mute = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await mute.GetSubscriber().SubscribeAsync(MarkKeys.Channel(here.Workspace), (_, _) => { });

        var times = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(HookResult.Done, await here.HookAsync("changed p1"));
            times.Add(Stopwatch.GetElapsedTime(began));
        }

        Assert.InRange(times[0], TimeSpan.FromMilliseconds(240), TimeSpan.FromSeconds(10));
        Assert.InRange(times.Skip(1).Min(), TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }
}
