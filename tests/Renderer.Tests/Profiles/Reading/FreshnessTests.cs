using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Tests.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

public sealed class FreshnessTests
{
    private readonly ScriptedCrm crm = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public FreshnessTests() => crm.Put("p1", new { n = 1, tier = "gold" }, "ann@people.example");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_read_asks_nobody(bool withRedis)
    {
        await using var node = await Node.StartAsync(crm, redis: withRedis ? await SharedRedis.AddressAsync() : null);
        (await node.ReadAsync("p1")).IsFresh(1);
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task A_second_node_reads_from_redis_what_the_first_fetched()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var first = await Node.StartAsync(crm, redis: redis);
        (await first.ReadAsync("p1")).IsFresh(1);
        await using var second = await Node.StartAsync(crm, first.Workspace, redis);
        (await second.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task A_value_past_its_freshness_is_fetched_again_and_stale_where_it_cannot_be()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        (await node.ReadAsync("p1")).IsFresh(1);
        crm.Put("p1", new { n = 2 });
        time.Advance(Node.Crm.FreshFor + TimeSpan.FromSeconds(1));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsStale(1, Reason.Expired);
        crm.Fails = null;
        (await node.ReadAsync("p1")).IsFresh(2);
    }

    [Fact]
    public async Task A_value_past_its_use_is_not_shown()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        (await node.ReadAsync("p1")).IsFresh(1);
        time.Advance(Node.Crm.StaleFor + TimeSpan.FromSeconds(1));
        crm.Fails = Reason.CrmLimited;
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmLimited);
    }

    [Fact]
    public async Task A_failure_is_never_remembered()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        crm.Fails = Reason.CrmUnauthorized;
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmUnauthorized);
        crm.Fails = null;
        (await node.ReadAsync("p1")).IsFresh(1);
    }

    [Fact]
    public async Task The_crm_is_asked_for_all_that_templates_read_and_for_what_this_one_reads()
    {
        await using var node = await Node.StartAsync(crm, reads: ["n", "tier"]);
        await node.ReadAsync("p1", "nickname");
        Assert.Equal(["n", "nickname", "tier"], crm.LastReads.Names.Order());
    }

    [Fact]
    public async Task An_entry_that_lacks_an_attribute_newly_read_is_a_miss()
    {
        await using var node = await Node.StartAsync(crm, reads: ["n"]);
        await node.ReadAsync("p1", "n");
        node.Set(Node.Crm, "n", "tier");
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1", "tier")).IsUnavailable(Reason.CrmError);
        (await node.ReadAsync("p1", "n")).IsFresh(1);
        crm.Fails = null;
        (await node.ReadAsync("p1", "tier")).IsFresh(1);
        Assert.Equal(3, crm.Reads);
    }

    [Fact]
    public async Task Values_of_another_connection_or_mapping_are_not_used()
    {
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync("p1");
        node.Set(Node.Crm with { BaseUrl = new Uri("https://other.example") }, "n");
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
    }

    [Fact]
    public async Task A_workspace_without_a_connection_says_so()
    {
        await using var node = await Node.StartAsync(crm);
        var reading = await node.Reader.ReadAsync(Node.NewWorkspace(), Identifier.Id("p1"), ReadSet.None, node.Within(100), default);
        reading.IsUnavailable(Reason.NoConnection);
    }

    [Fact]
    public async Task A_value_is_renewed_behind_the_render_shortly_before_it_is_stale()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        crm.Put("p1", new { n = 2 });
        time.Advance(Node.Crm.FreshFor * 0.9);
        (await node.ReadAsync("p1")).IsFresh(1);
        (await node.ReadAsync("p1")).IsFresh(2);
        Assert.Equal(2, crm.Reads);
    }
}
