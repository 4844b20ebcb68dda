using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

public sealed class ChangeTests
{
    private readonly ScriptedCrm crm = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public ChangeTests() => crm.Put("p1", new { n = 1, tier = "gold" });

    [Fact]
    public async Task Only_what_depends_on_the_attribute_that_changed_is_fetched_again()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        Assert.True(await node.ExpireAsync("p1", "tier"));
        (await node.ReadAsync("p1", "n")).IsFresh(1);
        Assert.Equal(1, crm.Reads);
        crm.Fails = Reason.CrmError;
        var stale = await node.ReadAsync("p1", "tier");
        stale.IsStale(1, Reason.Changed);
        Assert.Equal(["tier"], stale.StaleAttributes.Names);
        Assert.False(stale.StaleAttributes.All);
        crm.Fails = null;
        (await node.ReadAsync("p1", "tier")).IsFresh(1);
    }

    [Fact]
    public async Task A_change_of_what_nobody_reads_changes_nothing()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1 last_visit"));
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task Who_reads_everything_depends_on_every_attribute()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        var all = await node.Reader.ReadAsync(node.Workspace, Identifier.Id("p1"), ReadSet.Everything, node.Within(1000), default);
        all.IsFresh(1);
        await node.ExpireAsync("p1", "last_visit");
        crm.Fails = Reason.CrmError;
        all = await node.Reader.ReadAsync(node.Workspace, Identifier.Id("p1"), ReadSet.Everything, node.Within(1000), default);
        all.IsStale(1, Reason.Changed);
    }

    [Fact]
    public async Task Everybody_can_be_expired_at_once()
    {
        crm.Put("p2", new { n = 2 });
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        await node.ReadAsync("p2");
        Assert.True(await node.ExpireAllAsync());
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsStale(1, Reason.Changed);
        (await node.ReadAsync("p2")).IsStale(2, Reason.Changed);
        crm.Fails = null;
        (await node.ReadAsync("p1")).IsFresh(1);
    }

    [Fact]
    public async Task An_attribute_of_everybody_can_be_expired_alone()
    {
        crm.Put("p2", new { n = 2, tier = "gold" });
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        await node.ReadAsync("p2");
        Assert.True(await node.Changes.ExpireAsync(node.Workspace, [], ["tier"], all: true, default));
        time.Advance(TimeSpan.FromMilliseconds(1));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1", "n")).IsFresh(1);
        var stale = await node.ReadAsync("p2", "tier");
        stale.IsStale(2, Reason.Changed);
        Assert.Equal(["tier"], stale.StaleAttributes.Names);
        crm.Fails = null;
        (await node.ReadAsync("p1", "tier")).IsFresh(1);
        Assert.Equal(4, crm.Reads);
    }

    [Fact]
    public async Task While_the_crm_may_lag_a_value_is_fresh_for_a_second_at_most()
    {
        await using var node = await Node.StartAsync(crm, time: time, settings: Node.Crm with { Settle = TimeSpan.FromSeconds(5) });
        await node.ReadAsync("p1");
        time.Advance(TimeSpan.FromSeconds(10));
        await node.ExpireAsync("p1");
        time.Advance(TimeSpan.FromSeconds(1));

        // The CRM still answers with the old value.
        (await node.ReadAsync("p1")).IsFresh(1);
        time.Advance(TimeSpan.FromSeconds(0.9));
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(2, crm.Reads);

        crm.Put("p1", new { n = 2 });
        time.Advance(TimeSpan.FromSeconds(0.2));
        (await node.ReadAsync("p1")).IsFresh(2);
        Assert.Equal(3, crm.Reads);

        // Fetched when the CRM has settled, it is fresh as long as any.
        time.Advance(TimeSpan.FromSeconds(5));
        (await node.ReadAsync("p1")).IsFresh(2);
        time.Advance(TimeSpan.FromSeconds(60));
        (await node.ReadAsync("p1")).IsFresh(2);
        Assert.Equal(4, crm.Reads);
    }

    [Fact]
    public async Task A_forged_webhook_changes_nothing()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        Assert.Equal(HookResult.BadSignature, await node.HookAsync("changed p1", signature: "bad"));
        Assert.Equal(new HookAnswer(HookResult.NoSuchConnection), await node.Changes.ReceiveAsync(node.Workspace, "other", new("POST", "", null!, default), default));
        Assert.Equal(new HookAnswer(HookResult.NoSuchConnection), await node.Changes.ReceiveAsync(Node.NewWorkspace(), "crm", new("POST", "", null!, default), default));
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(1, crm.Reads);
    }

    [Fact]
    public async Task A_webhook_without_changes_is_done()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        Assert.Equal(HookResult.Done, await node.HookAsync(""));
    }

    [Fact]
    public async Task Who_is_deleted_at_the_crm_is_shown_from_no_store()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        await node.ReadAsync("p1");
        Assert.Equal(HookResult.Done, await node.HookAsync("deleted p1"));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        Assert.Null(await node.Reader.HoldingAsync(node.Workspace, Identifier.Id("p1"), default));

        // Restored at the CRM, the person is stored as any other.
        crm.Fails = null;
        time.Advance(TimeSpan.FromSeconds(1));
        (await node.ReadAsync("p1")).IsFresh(1);
        (await node.ReadAsync("p1")).IsFresh(1);
        Assert.Equal(3, crm.Reads);
    }

    [Fact]
    public async Task What_is_held_of_a_person_can_be_looked_at()
    {
        await using var node = await Node.StartAsync(crm, time: time);
        Assert.Null(await node.Reader.HoldingAsync(node.Workspace, Identifier.Id("p1"), default));
        await node.ReadAsync("p1");
        time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        await node.ExpireAsync("p1", "tier");
        var held = (await node.Reader.HoldingAsync(node.Workspace, Identifier.Id("p1"), default))!;
        Assert.Equal((ProfileState.Stale, Reason.Changed, "crm", TimeSpan.FromSeconds(30)), (held.State, held.Reason, held.Source, held.Age));
        Assert.Equal(["tier"], held.StaleAttributes.Names);
        Assert.Equal("""{"n":1,"tier":"gold"}"""u8.ToArray(), held.Profile.Json.ToArray());
    }
}
