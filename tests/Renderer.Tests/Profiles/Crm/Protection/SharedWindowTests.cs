using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm.Protection;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Protection;

/// <summary>Nodes that count in one Redis.</summary>
public sealed class SharedWindowTests
{
    private static readonly ConnectionSettings Settings =
        new() { Name = "crm", Type = "hubspot", Rate = new CallRate(20, TimeSpan.FromSeconds(1)), Daily = 100_000 };

    [Fact]
    public async Task Three_nodes_together_never_call_more_than_the_rate_and_use_most_of_it()
    {
        var workspace = Node.NewWorkspace();
        var counted = new System.Collections.Concurrent.ConcurrentBag<TimeSpan>();
        var began = TimeProvider.System.GetTimestamp();
        var links = new List<RedisLink>();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            var link = await LinkAsync(await SharedRedis.AddressAsync());
            lock (links)
            {
                links.Add(link);
            }

            var window = new CallWindow(workspace, Settings, link, TimeProvider.System);
            while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(4))
            {
                var slot = await window.TakeAsync(CrmPurpose.Send);
                if (slot.Id is null)
                {
                    await Task.Delay(slot.Wait);
                    continue;
                }

                counted.Add(TimeProvider.System.GetElapsedTime(began)); // the CRM counts it somewhere within the call
                await Task.Delay(10);
                window.Leave(slot, used: true);
            }
        }));

        var at = counted.Order().ToArray();
        Assert.All(at.Zip(at.Skip(20)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromMilliseconds(990), $"{pair}"));
        Assert.InRange(at.Length, 20, 100); // 80 on a quiet machine
        await Task.WhenAll(links.Select(link => link.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task The_day_is_counted_for_all_and_what_never_left_is_not()
    {
        var workspace = Node.NewWorkspace();
        await using var link = await LinkAsync(await SharedRedis.AddressAsync());
        var settings = Settings with { Rate = null, Daily = 3 };
        CallWindow[] nodes = [new(workspace, settings, link, TimeProvider.System), new(workspace, settings, link, TimeProvider.System)];
        nodes[0].Leave(await nodes[0].TakeAsync(CrmPurpose.Send), used: false);
        for (var i = 0; i < 3; i++)
        {
            var node = nodes[i % 2];
            await Eventually.TrueAsync(async () =>
            {
                var slot = await node.TakeAsync(CrmPurpose.Send);
                return slot.Id is not null;
            });
        }

        Assert.Null((await nodes[1].TakeAsync(CrmPurpose.Send)).Id);
        Assert.Equal(3, nodes[1].Day.Forecast().Calls);
    }

    [Fact]
    public async Task A_prewarm_gives_way_to_a_send_that_waits_on_another_node()
    {
        var workspace = Node.NewWorkspace();
        await using var link = await LinkAsync(await SharedRedis.AddressAsync());
        var settings = Settings with { Rate = new CallRate(4, TimeSpan.FromSeconds(2)) };
        CallWindow[] nodes = [new(workspace, settings, link, TimeProvider.System), new(workspace, settings, link, TimeProvider.System)];
        Assert.NotNull((await nodes[0].TakeAsync(CrmPurpose.Send)).Id);
        Assert.NotNull((await nodes[0].TakeAsync(CrmPurpose.Send)).Id);
        Assert.Null((await nodes[0].TakeAsync(CrmPurpose.Send)).Id); // evenly from here on: it waits
        Assert.Equal(TimeSpan.FromMilliseconds(20), (await nodes[1].TakeAsync(CrmPurpose.Prewarm)).Wait);
    }

    [Fact]
    public async Task While_redis_is_away_each_of_two_nodes_takes_half()
    {
        var workspace = Node.NewWorkspace();
        var redis = await RedisServer.StartAsync();
        await using var first = await LinkAsync(redis.ConnectionString);
        await using var second = await LinkAsync(redis.ConnectionString);
        var settings = Settings with { Rate = new CallRate(20, TimeSpan.FromSeconds(30)) };
        CallWindow[] nodes = [new(workspace, settings, first, TimeProvider.System), new(workspace, settings, second, TimeProvider.System)];
        foreach (var node in nodes.Append(nodes[0]))
        {
            Assert.NotNull((await node.TakeAsync(CrmPurpose.Send)).Id);
        }

        await redis.DisposeAsync();
        await Eventually.TrueAsync(() => !first.Up && !second.Up);
        var granted = new int[2];
        for (var i = 0; i < 2; i++)
        {
            while ((await nodes[i].TakeAsync(CrmPurpose.Send)).Id is not null)
            {
                granted[i]++;
            }
        }

        Assert.Equal([3, 4], granted); // five at once, half of the share of ten, less what left before; the rest evenly
    }

    private static async Task<RedisLink> LinkAsync(string address)
    {
        var link = new RedisLink(new ProfilesOptions { Redis = address }, TimeProvider.System, NullLogger<RedisLink>.Instance);
        await Eventually.TrueAsync(link.ConnectAsync);
        return link;
    }
}
