using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Marks;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>"No such person" is remembered briefly, and a change event for that person ends it.</summary>
public sealed class NobodyTests
{
    private readonly ScriptedCrm crm = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    [Fact]
    public async Task Nobody_is_remembered_for_ten_seconds()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        (await node.ReadAsync("p1")).IsMissing();
        (await node.ReadAsync("p1")).IsMissing();
        Assert.Equal(1, crm.Reads);
        crm.Put("p1", new { n = 1 });
        time.Advance(TimeSpan.FromSeconds(11));
        (await node.ReadAsync("p1")).IsFresh(1);
    }

    [Fact]
    public async Task Nobody_is_no_stale_value()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        time.Advance(TimeSpan.FromSeconds(11));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
    }

    [Theory]
    [InlineData("changed p1")]
    [InlineData("changed p1 tier")]
    [InlineData("created p9")]
    [InlineData("created p1 tier")]
    public async Task An_event_ends_it(string change)
    {
        await using var node = await Node.StartAsync(crm, time: time);
        (await node.ReadAsync("p1")).IsMissing();
        crm.Put("p1", new { n = 1 });
        Assert.Equal(HookResult.Done, await node.HookAsync(change));
        (await node.ReadAsync("p1")).IsFresh(1);
    }

    [Fact]
    public async Task A_new_e_mail_address_of_somebody_known_ends_it()
    {
        var ann = Identifier.Email("ann@people.example");
        await using var node = await Node.StartAsync(crm, time: time);
        (await node.ReadAsync(ann)).IsMissing();
        crm.Put("p1", new { n = 1 }, "ann@people.example");
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1 email ann@people.example"));
        (await node.ReadAsync(ann)).IsFresh(1);
    }

    [Fact]
    public async Task It_is_kept_in_no_memory_longer_than_it_holds()
    {
        var redis = await SharedRedis.AddressAsync();
        var settings = Node.Crm with { MissingFor = TimeSpan.FromSeconds(3) };
        await using var here = await Node.StartAsync(crm, redis: redis, settings: settings);
        await using var there = await Node.StartAsync(crm, here.Workspace, redis, settings: settings);
        (await here.ReadAsync("p1")).IsMissing();
        var names = there.Get<Renderer.Profiles.Cache.Names>().Of(there.Workspace, Identifier.Id("p1"));
        var store = there.Get<Renderer.Profiles.Cache.ProfileStore>();
        await Eventually.TrueAsync(async () => await store.InRedisAsync(there.Get<ProfileWorkspaces>().Find(there.Workspace)!, names, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(1))) is not null);
        await Eventually.TrueAsync(() => store.InMemory(there.Workspace, names) is null, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Somebody_the_crm_no_longer_knows_is_missing_and_not_stale()
    {
        crm.Put("p1", new { n = 1 });
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        crm.Remove("p1");
        await node.ExpireAsync("p1");
        (await node.ReadAsync("p1")).IsMissing();
        (await node.ReadAsync("p1")).IsMissing();
        Assert.Equal(2, crm.Reads);
    }
}
