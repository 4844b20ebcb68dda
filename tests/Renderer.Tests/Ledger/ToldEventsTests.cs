using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>Events that others tell of, more than once and to several nodes: each is in once.</summary>
public sealed class ToldEventsTests(PostgresServer postgres)
{
    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Told_to_two_nodes_at_once_and_again_it_is_in_once(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var nodes = new[] { await rig.OpenAsync(), await rig.OpenAsync() };
        await nodes[0].GrantAsync(rig, "ann");
        await Eventually.TrueAsync(() => nodes[1].Store.Consents.Of(Recorded.Workspace, rig.Names("ann")).Tracking == Consent.Granted);
        var told = Enumerable.Range(0, 300).Select(number => rig.Event("ann", $"m{number}", OpenKind.EspOpen) with { Once = $"e{number}" }).ToList();
        var all = Enumerable.Range(0, 4).Select(number => nodes[number % 2].Store.Events.WriteAsync([.. number < 2 ? told : told.AsEnumerable().Reverse()], default));
        Assert.All(await Task.WhenAll(all), Assert.True);
        Assert.True(await nodes[0].Store.Events.WriteAsync(told, default));

        // Durable when it was said to be.
        Assert.Equal((300, 300), (await SumAsync(rig), await rig.RowsAsync("event")));
        Assert.True(await nodes[1].Store.Events.WriteAsync([rig.Event("ann", "m1", OpenKind.EspOpen) with { Once = "another" }], default));
        Assert.Equal(301, await SumAsync(rig));
        Assert.True(await nodes[1].Store.Events.WriteAsync([], default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task After_eight_days_a_name_is_forgotten(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        Assert.True(await node.Store.Events.WriteAsync([rig.Event(null, "m") with { Once = "e" }], default));
        await node.Store.SweepAsync();
        Assert.Equal(1, await rig.CountAsync("told"));
        rig.Clock.Advance(TimeSpan.FromDays(8) + TimeSpan.FromMinutes(1));
        await node.Store.SweepAsync();
        Assert.Equal(0, await rig.CountAsync("told"));
    }

    [Fact]
    public async Task What_waits_on_disk_keeps_its_name_over_a_restart()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var folder = new TempFolder();
        LedgerOptions OnDisk(LedgerOptions options) => options with { BacklogFolder = folder.File("backlog") };
        var node = await rig.OpenAsync(OnDisk);
        var told = rig.Event(null, "m") with { Once = "e" };
        await using (var other = await rig.ConnectAsync())
        {
            await LedgerRig.ScalarAsync(other, "BEGIN IMMEDIATE");

            // On disk is as good as written: it need not be told again.
            Assert.True(await node.Store.Events.WriteAsync([told], default));
            await node.Store.DisposeAsync();
            await LedgerRig.ScalarAsync(other, "ROLLBACK");
        }

        var again = await rig.OpenAsync(OnDisk);
        await Eventually.TrueAsync(async () => await SumAsync(rig) == 1);
        Assert.True(await again.Store.Events.WriteAsync([told], default));
        Assert.Equal(1, await SumAsync(rig));
    }

    [Fact]
    public async Task Nobody_is_told_that_it_is_in_while_it_is_not()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var node = await rig.OpenAsync(options => options with { BacklogFolder = null, RecordBytes = 2000 });
        Assert.False(await node.Store.Events.WriteAsync([.. Enumerable.Range(0, 20).Select(number => rig.Event(null, "m") with { Once = $"e{number}" })], default));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_token_is_good_for_one_body(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (node, other) = (await rig.OpenAsync(), await rig.OpenAsync());
        Assert.True(await node.Store.HookTokens.TakeAsync(Recorded.Workspace, "esp\nt", "a"));
        Assert.True(await other.Store.HookTokens.TakeAsync(Recorded.Workspace, "esp\nt", "a"));
        Assert.False(await other.Store.HookTokens.TakeAsync(Recorded.Workspace, "esp\nt", "b"));
        Assert.True(await other.Store.HookTokens.TakeAsync(Recorded.Workspace, "esp2\nt", "b"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_others_tell_takes_consent_back_unless_the_person_said_more_since(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        var consents = node.Store.Consents;
        var before = Instant.From(rig.Clock.GetUtcNow());
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.GrantAsync(rig, "ann");
        await consents.WithdrawAsync(Recorded.Workspace, rig.Names("ann"), before, "test");
        Assert.Equal(Consent.Granted, consents.Of(Recorded.Workspace, rig.Names("ann")).Personalization);

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = Instant.From(rig.Clock.GetUtcNow());
        await consents.WithdrawAsync(Recorded.Workspace, rig.Names("ann"), after, "test");
        Assert.Equal(new ConsentState(Consent.Withdrawn, Consent.Withdrawn, Consent.Withdrawn), consents.Of(Recorded.Workspace, rig.Names("ann")));
        await consents.WithdrawAsync(Recorded.Workspace, rig.Names("bob"), before, "test");
        Assert.Equal(Consent.Withdrawn, consents.Of(Recorded.Workspace, rig.Names("bob")).Tracking);

        // Told again after the person came back.
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await node.GrantAsync(rig, "ann");
        await consents.WithdrawAsync(Recorded.Workspace, rig.Names("ann"), after, "test");
        Assert.Equal(Consent.Granted, consents.Of(Recorded.Workspace, rig.Names("ann")).Personalization);
    }

    [Fact]
    public void A_pack_of_before_is_read()
    {
        var record = new PendingRecord { Workspace = "default", Person = "p", Message = 7, At = new(1), KeepUntil = new(2), Bytes = 1 }.With([1, 2]);
        var bytes = PackFormat.Write(Pack.Of([record]));
        var named = PackFormat.Read(bytes)!.Records[0];
        Assert.Null(named.Once);

        // Version 1 had no name: an empty one is a byte 0, behind the person and the count of aliases.
        var at = 1 + 16 + 4 + 8 + 2 + 4;
        Assert.Equal(0, bytes[at]);
        byte[] before = [1, .. bytes[1..at], .. bytes[(at + 1)..]];
        var read = PackFormat.Read(before)!.Records[0];
        Assert.Equal(("default", "p", 7L), (read.Workspace, read.Person, read.Message));
        Assert.Equal([1, 2], read.Body!);
        Assert.Equal("n", PackFormat.Read(PackFormat.Write(Pack.Of([new PendingRecord { Workspace = "w", At = new(1), Once = "n", Bytes = 1 }.With([])])))!.Records[0].Once);
    }

    private static async Task<long> SumAsync(LedgerRig rig)
    {
        await using var connection = await rig.ConnectAsync();
        return Convert.ToInt64(await LedgerRig.ScalarAsync(connection, "SELECT coalesce(sum(count), 0) FROM event_count"), provider: null);
    }
}
