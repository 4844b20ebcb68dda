using System.Text.Json;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Polling;

public sealed class PollerTests
{
    private static readonly ConnectionSettings Polled = Node.Crm with { PollEvery = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_of_which_no_event_tells_is_found_and_fetched(bool withRedis)
    {
        var crm = new ScriptedCrm();
        crm.Put("p1", new { n = 1 });
        await using var node = await Node.StartAsync(crm, redis: withRedis ? await SharedRedis.AddressAsync() : null, settings: Polled);
        Assert.Equal(1, await NumberAsync(node));

        crm.Put("p1", new { n = 2 });
        await Eventually.TrueAsync(async () => await NumberAsync(node) == 2);
        Assert.Equal(ProfileState.Fresh, (await node.ReadAsync("p1")).State);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_fetched_again()
    {
        var crm = new ScriptedCrm();
        crm.Put("p1", new { n = 1 });
        await using var node = await Node.StartAsync(crm, settings: Polled);
        await node.ReadAsync("p1");
        await Eventually.TrueAsync(() => crm.Listings.Count >= 3);

        Assert.Equal(ProfileState.Fresh, (await node.ReadAsync("p1")).State);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task Each_poll_asks_from_where_the_last_began_and_once_more_where_it_failed()
    {
        var crm = new ScriptedCrm { Fails = Reason.CrmError };
        await using var node = await Node.StartAsync(crm, settings: Polled);
        await Eventually.TrueAsync(() => crm.Listings.Count >= 2);
        var failed = crm.Listings.Select(listing => listing.ChangedSince).ToList();
        Assert.Single(failed.Distinct());

        crm.Fails = null;
        await Eventually.TrueAsync(() => crm.Listings.Last().ChangedSince > failed[0]);
        Assert.All(crm.Listings, listing => Assert.True(listing.ChangedSince < TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task One_node_polls_for_all()
    {
        var redis = await SharedRedis.AddressAsync();
        var slower = Node.Crm with { PollEvery = TimeSpan.FromSeconds(2) };
        var crm = new ScriptedCrm();
        var workspace = Node.NewWorkspace();
        await using var first = await Node.StartAsync(crm, workspace, redis, settings: slower);
        await using var second = await Node.StartAsync(crm, workspace, redis, settings: slower);
        await Task.Delay(TimeSpan.FromSeconds(5));

        Assert.InRange(crm.Listings.Count, 1, 3);
    }

    private static async Task<int> NumberAsync(Node node)
    {
        using var profile = JsonDocument.Parse((await node.ReadAsync("p1")).Profile.Json);
        return profile.RootElement.GetProperty("n").GetInt32();
    }
}
