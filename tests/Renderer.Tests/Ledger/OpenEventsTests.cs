using System.Diagnostics;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>Opens and clicks: counted always, recorded of whoever agreed, and none lost while the ledger is away.</summary>
public sealed class OpenEventsTests(PostgresServer postgres)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("RENDERER_LONG") == "1";

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Each_is_counted_and_recorded_of_whoever_agreed(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        await node.GrantAsync(rig, "ann");
        await node.Store.Consents.ChangeAsync(Recorded.Workspace, rig.Names("eve"), _ => new(Consent.Withdrawn, default, default), "test");
        foreach (var person in new[] { "ann", "bob", "eve", null })
        {
            node.Store.Events.Write(rig.Event(person, "m1"));
            node.Store.Events.Write(rig.Event(person, "m1"));
        }

        await Eventually.TrueAsync(async () => await rig.RowsAsync("event") == 2);
        Assert.Equal(8, await SumAsync(rig));
        var kept = (await node.Store.Events.FindAsync(rig.KeyOf("ann", "m1"), default))[0];
        Assert.Equal((OpenKind.Click, OpenClass.Person, "welcome", "hero", "vip", "vip"), (kept.Kind, kept.Class, kept.Template, kept.Slot, kept.Variant, kept.Segment));
        Assert.Equal(["vip", "berlin"], kept.Segments);
        Assert.Empty(await node.Store.Events.FindAsync(rig.KeyOf("bob", "m1"), default));
        Assert.Equal(0, await rig.CountAsync("person_key", $"person = '{rig.Names("eve")[0]}'"));
    }

    [Fact]
    public async Task A_pack_that_is_sent_twice_is_in_once()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var folder = new TempFolder();
        var (backlog, copies) = (folder.File("backlog"), folder.File("copies"));
        var node = await rig.OpenAsync(options => options with { BacklogFolder = backlog });
        await node.GrantAsync(rig, "ann");
        await using (var other = await rig.ConnectAsync())
        {
            await LedgerRig.ScalarAsync(other, "BEGIN IMMEDIATE");
            node.Store.Events.Write(rig.Event("ann", "m1"));
            node.Store.Events.Write(rig.Event(null, "m1"));
            await Eventually.TrueAsync(() => Directory.Exists(backlog) && Directory.GetFiles(backlog, "*.pack").Length > 0);
            Directory.CreateDirectory(copies);
            foreach (var file in Directory.GetFiles(backlog, "*.pack"))
            {
                File.Copy(file, Path.Combine(copies, Path.GetFileName(file)));
                Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("welcome"u8));
            }

            await LedgerRig.ScalarAsync(other, "ROLLBACK");
        }

        await Eventually.TrueAsync(async () => await SumAsync(rig) == 2);
        await Eventually.TrueAsync(() => Directory.GetFiles(backlog).Length == 0);
        var again = await rig.OpenAsync(options => options with { BacklogFolder = copies });
        await Eventually.TrueAsync(() => Directory.GetFiles(copies).Length == 0);
        Assert.Equal((2, 1), (await SumAsync(rig), await rig.RowsAsync("event")));
        Assert.True(again.Store.Health.Reachable);
    }

    [Fact]
    public async Task What_waits_on_disk_outlives_a_restart_and_keeps_its_bound()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var folder = new TempFolder();
        var backlog = folder.File("backlog");
        LedgerOptions Small(LedgerOptions options) => options with { BacklogFolder = backlog, BacklogBytes = 100_000, RecordBytes = 100_000, PackSize = 50 };
        var node = await rig.OpenAsync(Small);
        await using (var other = await rig.ConnectAsync())
        {
            await LedgerRig.ScalarAsync(other, "BEGIN IMMEDIATE");
            for (var i = 0; i < 5000; i++)
            {
                node.Store.Events.Write(rig.Event(null, $"m{i}"));
                if (i % 100 == 0)
                {
                    await Task.Delay(60);
                }
            }

            await node.Store.DisposeAsync();
            Assert.InRange(Directory.GetFiles(backlog, "*.pack").Sum(file => new FileInfo(file).Length), 50_000, 100_000);
            await LedgerRig.ScalarAsync(other, "ROLLBACK");
        }

        await rig.OpenAsync(Small);
        await Eventually.TrueAsync(() => Directory.GetFiles(backlog).Length == 0);
        Assert.InRange(await SumAsync(rig), 100, 4999);
    }

    /// <summary>2,000 a second for 15 s and 4 s without PostgreSQL; a minute and 10 s with <c>RENDERER_LONG=1</c>.</summary>
    [Fact]
    public async Task None_is_lost_when_the_database_is_killed_under_load_and_memory_stays_flat()
    {
        const int PerSecond = 2000;
        var (seconds, away) = IsLong ? (60, TimeSpan.FromSeconds(10)) : (15, TimeSpan.FromSeconds(4));
        await using var server = new PostgresServer();
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, server);
        using var folder = new TempFolder();
        var node = await rig.OpenAsync(options => options with { BacklogFolder = folder.File("backlog") });
        for (var i = 0; i < 200; i++)
        {
            await node.GrantAsync(rig, $"p{i}");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        var watch = Stopwatch.StartNew();
        Task? outage = null;
        var (written, looked) = (0, 0.0);
        while (written < seconds * PerSecond)
        {
            for (var due = Math.Min(seconds * PerSecond, (int)(watch.Elapsed.TotalSeconds * PerSecond)); written < due; written++)
            {
                node.Store.Events.Write(rig.Event($"p{written % 200}", $"m{written / 200}", (OpenKind)(written % 6)));
            }

            if (outage is null && watch.Elapsed.TotalSeconds > seconds / 4.0)
            {
                outage = AwayAsync(server, away);
            }

            if (watch.Elapsed.TotalSeconds > looked + 1)
            {
                (most, looked) = (Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before), watch.Elapsed.TotalSeconds);
            }

            await Task.Delay(5);
        }

        await outage!;
        var late = await Eventually.TrueAsync(async () => await SumAsync(rig) == written, TimeSpan.FromSeconds(30));
        Assert.Equal(written, await rig.RowsAsync("event"));
        for (var i = 0; i < 20_000; i++, written++)
        {
            node.Store.Events.Write(rig.Event($"p{i % 200}", $"x{i / 200}"));
        }

        var drained = await Eventually.TrueAsync(async () => await SumAsync(rig) == written);
        await using var connection = await rig.ConnectAsync();
        var day = (await LedgerRig.ScalarAsync(connection, "SELECT max(day) FROM day_table WHERE kind = 'event'"))!.ToString();
        var bytes = Convert.ToDouble(await LedgerRig.ScalarAsync(connection, $"SELECT pg_total_relation_size('event_{day}')"), provider: null) / written;
        TestContext.Current.SendDiagnosticMessage($"{written} events, in {late.TotalSeconds:0.0} s after the last; {bytes:0} bytes each with its index; at most {most / 1e6:0} MB more memory; at its best {20_000 / drained.TotalSeconds:0} a second");
        Assert.InRange(bytes, 100, 400);
        Assert.True(most < 60_000_000, $"{most} bytes");
    }

    private static async Task AwayAsync(PostgresServer server, TimeSpan away)
    {
        await server.KillAsync();
        await Task.Delay(away);
        await server.StartAsync();
    }

    private static async Task<long> SumAsync(LedgerRig rig)
    {
        await using var connection = await rig.ConnectAsync();
        return Convert.ToInt64(await LedgerRig.ScalarAsync(connection, "SELECT coalesce(sum(count), 0) FROM event_count"), provider: null);
    }
}
