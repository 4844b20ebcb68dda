using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>What people agreed to, on every node.</summary>
public sealed class ConsentsTests(PostgresServer postgres)
{
    private static readonly ConsentState Yes = new(Consent.Granted, Consent.Granted, Consent.Granted);
    private static readonly ConsentState No = new(Consent.Withdrawn, Consent.Withdrawn, Consent.Withdrawn);

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_stated_holds_at_once_here_on_others_within_a_second_and_after_a_restart(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await rig.OpenAsync(), await rig.OpenAsync());
        var ann = rig.Names("ann");
        Assert.True(one.Store.Consents.Of(Recorded.Workspace, ann).IsUnknown);
        await one.Store.Consents.ChangeAsync(Recorded.Workspace, ann, _ => Yes, "test");

        Assert.Equal(Yes, one.Store.Consents.Of(Recorded.Workspace, ann));
        var late = await Eventually.TrueAsync(() => two.Store.Consents.Of(Recorded.Workspace, ann) == Yes);
        Assert.True(late < TimeSpan.FromSeconds(5), $"{late}");
        await two.Store.Consents.ChangeAsync(Recorded.Workspace, ann, _ => No with { Profiling = Consent.Unknown }, "test");
        await Eventually.TrueAsync(() => one.Store.Consents.Of(Recorded.Workspace, ann) == No with { Profiling = Consent.Unknown });
        var three = await rig.OpenAsync();
        Assert.Equal(No with { Profiling = Consent.Unknown }, three.Store.Consents.Of(Recorded.Workspace, ann));
        Assert.True(three.Store.Consents.Of(Recorded.Workspace, rig.Names("bob")).IsUnknown);
        Assert.Equal(2, await rig.CountAsync("audit", "action = 'changed'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_attributes_say_is_noted_and_the_stricter_of_both_holds(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await rig.OpenAsync(), await rig.OpenAsync());
        var (ann, bob) = (rig.Names("ann"), rig.Names("bob"));
        one.Store.Consents.Note(Recorded.Workspace, ann, new(Consent.Granted, Consent.Withdrawn, default));
        one.Store.Consents.Note(Recorded.Workspace, bob, Yes);
        Assert.Equal(Consent.Withdrawn, one.Store.Consents.Of(Recorded.Workspace, ann).Personalization);
        await Eventually.TrueAsync(() => two.Store.Consents.Of(Recorded.Workspace, bob) == Yes);

        await two.Store.Consents.ChangeAsync(Recorded.Workspace, bob, _ => new(Consent.Withdrawn, default, default), "test");
        Assert.Equal(Yes with { Tracking = Consent.Withdrawn }, two.Store.Consents.Of(Recorded.Workspace, bob));
        await two.Store.Consents.ChangeAsync(Recorded.Workspace, bob, _ => Yes, "test");
        Assert.Equal((Yes, Yes), two.Store.Consents.Find(Recorded.Workspace, bob));
        Assert.Equal(2, await rig.CountAsync("consent"));
    }

    [Fact]
    public async Task A_node_that_starts_without_the_ledger_knows_who_wants_no_personal_mail()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        LedgerOptions Copying(LedgerOptions options) => options with { CopyFolder = rig.CopyFolder("copies") };
        var node = await rig.OpenAsync(Copying);
        await node.Store.Consents.ChangeAsync(Recorded.Workspace, rig.Names("ann"), _ => new(Consent.Granted, Consent.Withdrawn, default), "test");
        await node.Store.Consents.ChangeAsync(Recorded.Workspace, rig.Names("bob"), _ => Yes, "test");
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(rig.CopyFolder("copies"), "withdrawn.bin")));
        await server.KillAsync();

        var late = await rig.OpenAsync(Copying);
        Assert.Equal(new(default, Consent.Withdrawn, default), late.Store.Consents.Of(Recorded.Workspace, rig.Names("ann")));
        Assert.True(late.Store.Consents.Of(Recorded.Workspace, rig.Names("bob")).IsUnknown);
        await server.StartAsync();
        await Eventually.TrueAsync(() => late.Store.Consents.Of(Recorded.Workspace, rig.Names("bob")) == Yes);
        Assert.Equal(Consent.Granted, late.Store.Consents.Of(Recorded.Workspace, rig.Names("ann")).Tracking);
    }

    [Fact]
    public async Task A_ledger_that_is_away_refuses_what_is_stated_and_keeps_what_is_known()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        var node = await rig.OpenAsync();
        await node.Store.Consents.ChangeAsync(Recorded.Workspace, rig.Names("ann"), _ => No, "test");
        await server.KillAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => node.Store.Consents.ChangeAsync(Recorded.Workspace, rig.Names("bob"), _ => No, "test"));
        node.Store.Consents.Note(Recorded.Workspace, rig.Names("eve"), Yes);
        Assert.Equal(No, node.Store.Consents.Of(Recorded.Workspace, rig.Names("ann")));
        await Task.Delay(700);
        await server.StartAsync();
        await Eventually.TrueAsync(async () => await rig.CountAsync("consent", "mapped > 0") == 1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Purposes_that_a_change_does_not_name_stay_as_stated(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        var ann = rig.Names("ann");
        await node.Store.Consents.ChangeAsync(Recorded.Workspace, ann, _ => No with { Profiling = Consent.Unknown }, "test");
        await node.Store.Consents.ChangeAsync(
            Recorded.Workspace, [.. ann, .. rig.Names("ann-too")], before => before with { Tracking = Consent.Granted }, "test");

        var expected = new ConsentState(Consent.Granted, Consent.Withdrawn, Consent.Unknown);
        Assert.Equal(expected, node.Store.Consents.Of(Recorded.Workspace, ann));
        Assert.Equal(expected, node.Store.Consents.Of(Recorded.Workspace, rig.Names("ann-too")));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task More_people_than_are_written_or_read_at_once_reach_a_node_that_starts_later(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var one = await rig.OpenAsync();
        string[] names = [.. Enumerable.Range(0, 4_321).Select(each => $"name-{each:0000}")];
        foreach (var name in names)
        {
            one.Store.Consents.Note(Recorded.Workspace, [name], Yes);
        }

        // All of one person's rows have one number.
        one.Store.Consents.Note(Recorded.Workspace, [.. names.Select(name => $"also-{name}")], No);
        await Eventually.TrueAsync(async () => await rig.CountAsync("consent") == 2 * names.Length);

        var two = await rig.OpenAsync();
        await Eventually.TrueAsync(() => names.All(name =>
            two.Store.Consents.Of(Recorded.Workspace, [name]) == Yes && two.Store.Consents.Of(Recorded.Workspace, [$"also-{name}"]) == No));
    }

    [Fact]
    public async Task What_is_noted_while_the_ledger_is_away_is_written_later_all_of_it()
    {
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        var node = await rig.OpenAsync();
        await server.KillAsync();
        for (var each = 0; each < 1_234; each++)
        {
            node.Store.Consents.Note(Recorded.Workspace, [$"name-{each}"], Yes);
        }

        // Some attempts at it.
        await Task.Delay(1500);
        await server.StartAsync();
        await Eventually.TrueAsync(async () => await rig.CountAsync("consent", "mapped > 0") == 1_234);
    }
}
