using Renderer.Model;
using Renderer.Profiles;
using Renderer.Profiles.Reading;
using Renderer.Tests.Profiles.Marks;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>Those who change while they keep being asked for are fetched before the next one asks.</summary>
public sealed class AheadTests
{
    private readonly ScriptedCrm crm = new();

    public AheadTests()
    {
        foreach (var i in Enumerable.Range(1, 40))
        {
            crm.Put($"p{i}", new { n = 1, tier = "gold" });
        }
    }

    [Fact]
    public async Task Whoever_was_asked_for_lately_is_fetched_once_by_one_of_the_nodes()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var here = await Node.StartAsync(crm, redis: redis);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis);
        foreach (var node in new[] { here, here, there, there })
        {
            (await node.ReadAsync("p1")).IsFresh(1);
        }

        Assert.Equal(1, crm.Reads);
        crm.Put("p1", new { n = 2, tier = "gold" });
        Assert.Equal(HookResult.Done, await there.HookAsync("changed p1"));
        await Eventually.TrueAsync(() => crm.Reads == 2);
        (await here.ReadAsync("p1")).IsFresh(2);
        (await there.ReadAsync("p1")).IsFresh(2);
        Assert.Equal(2, crm.Reads);
    }

    [Fact]
    public async Task Whoever_was_not_is_left_until_somebody_asks()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync());
        await node.ReadAsync("p1");
        await node.ReadAsync("p1");
        await Task.Delay(Ahead.Lately + TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        await node.HookAsync("changed p1");
        await node.HookAsync("changed p2");
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task An_import_and_attributes_that_nobody_reads_fetch_nobody()
    {
        await using var node = await Node.StartAsync(crm, redis: await SharedRedis.AddressAsync(), reads: ["n"]);
        foreach (var i in Enumerable.Range(1, 40).Concat(Enumerable.Range(1, 40)))
        {
            await node.ReadAsync($"p{i}");
        }

        var before = crm.Reads + crm.Bulks.Sum();
        await node.ExpireAsync("p1", "city");
        await node.Changes.ExpireAsync(node.Workspace, [.. Enumerable.Range(1, 40).Select(i => Identifier.Id($"p{i}"))], null, all: false, default);
        await node.ExpireAllAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        Assert.Equal(before, crm.Reads + crm.Bulks.Sum());
    }
}
