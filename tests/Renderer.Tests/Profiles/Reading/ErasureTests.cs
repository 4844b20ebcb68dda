using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

public sealed class ErasureTests
{
    private static readonly Identifier Ann = Identifier.Email("ann@people.example");

    private readonly ScriptedCrm crm = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public ErasureTests() => crm.Put("p1", new { n = 1 }, "ann@people.example");

    [Fact]
    public async Task All_names_of_a_person_are_known_from_the_store_or_else_from_the_crm()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        Assert.Equal([Ann, Identifier.Id("p1")], await node.Changes.NamesOfAsync(node.Workspace, Ann, default));
        await node.ReadAsync(Ann);
        crm.Fails = Reason.CrmError;
        Assert.Equal([Identifier.Id("p1"), Ann], await node.Changes.NamesOfAsync(node.Workspace, Identifier.Id("p1"), default));
        Assert.Equal([Identifier.Id("p2")], await node.Changes.NamesOfAsync(node.Workspace, Identifier.Id("p2"), default));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([Ann, Identifier.Id("p1")], await node.Changes.NamesOfAsync(node.Workspace, Ann, default));
    }

    [Fact]
    public async Task Nothing_is_stored_for_thirty_days()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync(Ann);
        var counts = await node.EraseAsync(Identifier.Id("p1"));
        Assert.Equal(new ForgetCounts(2, 0, Spread: true), counts);
        Assert.Null(await node.Reader.HoldingAsync(node.Workspace, Ann, default));
        time.Advance(TimeSpan.FromDays(29));
        (await node.ReadAsync("p1")).IsFresh(1);
        (await node.ReadAsync("p1")).IsFresh(1);
        (await node.ReadAsync(Ann)).IsFresh(1);
        Assert.Equal(4, crm.Reads);
        time.Advance(TimeSpan.FromDays(2));
        (await node.ReadAsync("p1")).IsFresh(1);
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(5, crm.Reads);
    }

    [Fact]
    public async Task Before_the_ledger_was_read_nothing_stored_is_shown_and_nothing_is_stored()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        node.Erased.Know(Instant.Never);
        (await node.ReadAsync("p1")).IsFresh(1);
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(3, crm.Reads);
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        node.Erased.Know(new Instant(1));
        (await node.ReadAsync("p1")).IsFresh(1);
    }

    [Fact]
    public async Task What_the_ledger_tells_of_another_node_is_enough()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync(Ann);
        node.Enter([Ann], node.Get<SharedClock>().Latest);
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        (await node.ReadAsync(Ann)).IsUnavailable(Reason.CrmError);
    }

    [Fact]
    public async Task An_erasure_reaches_the_other_node_and_redis()
    {
        var redis = await SharedRedis.AddressAsync();
        await using var here = await Node.StartAsync(crm, redis: redis);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis);
        (await here.ReadAsync(Ann)).IsFresh(1);
        await Eventually.TrueAsync(async () => await there.Reader.HoldingAsync(there.Workspace, Ann, default) is not null);
        var counts = await here.EraseAsync(Ann);
        Assert.Equal(new ForgetCounts(2, 2, Spread: true), counts);
        await Eventually.TrueAsync(async () => await there.Reader.HoldingAsync(there.Workspace, Ann, default) is null, TimeSpan.FromSeconds(2));
        crm.Fails = Reason.CrmError;
        (await there.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
    }

    [Fact]
    public async Task Nobody_says_that_all_is_known_while_the_crm_cannot_tell_whose_address_it_is()
    {
        await using var node = await Node.StartAsync(crm);
        crm.Fails = Reason.CrmError;
        Assert.Null(await node.Changes.NamesOfAsync(node.Workspace, Ann, default));
        Assert.Equal([Identifier.Id("p1")], await node.Changes.NamesOfAsync(node.Workspace, Identifier.Id("p1"), default));
    }

    [Fact]
    public async Task Who_was_erased_while_redis_was_away_does_not_come_back_with_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var here = await Node.StartAsync(crm, redis: redis.ConnectionString);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis.ConnectionString);
        (await here.ReadAsync(Ann)).IsFresh(1);
        (await there.ReadAsync(Ann)).IsFresh(1);
        await redis.KillAsync();
        await Eventually.TrueAsync(() => here.Get<ProfilesHealth>().Redis == RedisState.Disconnected);
        var names = (await here.Changes.NamesOfAsync(here.Workspace, Ann, default))!;
        var at = here.Get<SharedClock>().Latest;
        here.Enter(names, at);
        Assert.False((await here.Changes.ForgetAsync(here.Workspace, names, at, default)).Spread);

        // The ledger tells the other node within a second.
        there.Enter(names, at);
        crm.Fails = Reason.CrmError;
        (await here.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        (await there.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        await redis.RestartAsync();
        await here.UntilConnectedAsync();
        await there.UntilConnectedAsync();
        (await here.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        (await there.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
    }

    [Fact]
    public async Task With_neither_redis_nor_the_ledger_nothing_older_than_two_seconds_is_shown()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var node = await Node.StartAsync(crm, redis: redis.ConnectionString);
        (await node.ReadAsync("p1")).IsFresh(1);
        crm.Fails = Reason.CrmError;
        await redis.KillAsync();
        await Eventually.TrueAsync(() => node.Get<ProfilesHealth>().Redis == RedisState.Disconnected);
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        (await node.ReadAsync("p1")).IsStale(1, Reason.Unverified);
        node.Erased.Know(node.Get<SharedClock>().Now - TimeSpan.FromSeconds(3));
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
    }
}
