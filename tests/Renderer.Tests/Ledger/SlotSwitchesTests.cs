using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>Slots that are switched off, on every node.</summary>
public sealed class SlotSwitchesTests(PostgresServer postgres)
{
    private static readonly WorkspaceName Workspace = WorkspaceName.Default;

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    private static WorkspaceName Other => WorkspaceName.TryParse("other", out var name) ? name : default;

    [Theory, MemberData(nameof(Both))]
    public async Task A_switch_holds_at_once_here_on_others_within_a_second_and_after_a_restart(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = ((await rig.OpenAsync()).Store.Slots, (await rig.OpenAsync()).Store.Slots);
        Assert.False(one.IsOff(Workspace, "welcome", "hero"));

        await one.SetAsync(Workspace, "welcome", "hero", isOff: true, "ann");
        Assert.True(one.IsOff(Workspace, "welcome", "hero"));
        var late = await Eventually.TrueAsync(() => two.IsOff(Workspace, "welcome", "hero"));
        Assert.True(late < TimeSpan.FromSeconds(5), $"{late}");
        Assert.True((await rig.OpenAsync()).Store.Slots.IsOff(Workspace, "welcome", "hero"));

        await two.SetAsync(Workspace, "welcome", "hero", isOff: false, "bob");
        Assert.False(two.IsOff(Workspace, "welcome", "hero"));
        await Eventually.TrueAsync(() => !one.IsOff(Workspace, "welcome", "hero"));
        Assert.Equal(1, await rig.CountAsync("audit", "who = 'ann' AND action = 'changed' AND object = 'slot welcome/hero off'"));
        Assert.Equal(1, await rig.CountAsync("audit", "who = 'bob' AND action = 'changed' AND object = 'slot welcome/hero on'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_switch_is_of_one_slot_of_one_template_of_one_workspace(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var slots = (await rig.OpenAsync()).Store.Slots;
        await slots.SetAsync(Workspace, "welcome", "hero", isOff: true, "ann");
        await slots.SetAsync(Workspace, "welcome", "HERO", isOff: true, "ann");
        await slots.SetAsync(Workspace, "cart", "countdown", isOff: true, "ann");

        Assert.False(slots.IsOff(Other, "welcome", "hero"));
        Assert.False(slots.IsOff(Workspace, "cart", "hero"));
        Assert.False(slots.IsOff(Workspace, "welcome", "Hero"));
        Assert.Equal(["HERO", "hero"], slots.Off(Workspace, "welcome"));
        Assert.Equal(["countdown"], slots.Off(Workspace, "cart"));
        Assert.Empty(slots.Off(Other, "welcome"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Saying_it_twice_is_saying_it_once(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var slots = (await rig.OpenAsync()).Store.Slots;
        await slots.SetAsync(Workspace, "welcome", "hero", isOff: true, "ann");
        await slots.SetAsync(Workspace, "welcome", "hero", isOff: true, "ann");
        Assert.Equal(1, await rig.CountAsync("slot_switch"));
        await slots.SetAsync(Workspace, "welcome", "hero", isOff: false, "ann");
        await slots.SetAsync(Workspace, "welcome", "hero", isOff: false, "ann");

        Assert.False(slots.IsOff(Workspace, "welcome", "hero"));
        Assert.Equal(0, await rig.CountAsync("slot_switch"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Of_many_switched_at_once_on_two_nodes_none_is_lost(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = ((await rig.OpenAsync()).Store.Slots, (await rig.OpenAsync()).Store.Slots);
        await Task.WhenAll(Enumerable.Range(0, 24).Select(each => (each % 2 == 0 ? one : two).SetAsync(Workspace, "welcome", $"s{each}", isOff: true, "ann")));

        Assert.All(Enumerable.Range(0, 24), each => Assert.True((each % 2 == 0 ? one : two).IsOff(Workspace, "welcome", $"s{each}")));
        await Eventually.TrueAsync(() => one.Off(Workspace, "welcome").Count == 24 && two.Off(Workspace, "welcome").Count == 24);
    }

    [Fact]
    public async Task A_node_that_starts_without_the_ledger_keeps_off_what_was_off_and_switches_nothing()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        LedgerOptions Copying(LedgerOptions options) => options with { CopyFolder = rig.CopyFolder("copies") };
        var node = await rig.OpenAsync(Copying);
        await node.Store.Slots.SetAsync(Workspace, "welcome", "hero", isOff: true, "ann");
        await node.Store.DisposeAsync();
        await server.KillAsync();

        var late = (await rig.OpenAsync(Copying)).Store.Slots;
        Assert.True(late.IsOff(Workspace, "welcome", "hero"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => late.SetAsync(Workspace, "welcome", "hero", isOff: false, "ann"));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => late.SetAsync(Workspace, "cart", "hero", isOff: true, "ann"));
        Assert.True(late.IsOff(Workspace, "welcome", "hero"));
        Assert.False(late.IsOff(Workspace, "cart", "hero"));
        await server.StartAsync();
        await Eventually.TrueAsync(async () => await TriedAsync(() => late.SetAsync(Workspace, "welcome", "hero", isOff: false, "ann")));
        Assert.False(late.IsOff(Workspace, "welcome", "hero"));
    }

    [Fact]
    public async Task A_ledger_put_back_from_a_backup_is_followed()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var slots = (await rig.OpenAsync()).Store.Slots;
        await slots.SetAsync(Workspace, "welcome", "hero", isOff: true, "ann");
        await slots.SetAsync(Workspace, "welcome", "logo", isOff: true, "ann");

        await rig.ExecuteAsync("DELETE FROM slot_switch WHERE slot = 'logo'; UPDATE counter SET value = 1 WHERE name = 'slots'");
        await Eventually.TrueAsync(() => !slots.IsOff(Workspace, "welcome", "logo"));
        Assert.True(slots.IsOff(Workspace, "welcome", "hero"));
    }

    private static async Task<bool> TriedAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }
}
