using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>What is kept, kept as long as whoever wrote it says, and then gone.</summary>
public sealed class RecordSweepTests(PostgresServer postgres)
{
    private static readonly RetentionSettings Long = RetentionSettings.Usual with { Messages = new(TimeSpan.FromDays(60), 1) };
    private static readonly RetentionSettings Short = RetentionSettings.Usual with { Messages = new(TimeSpan.FromDays(5), 1) };

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_day_stays_as_long_as_its_writer_keeps_it_though_another_node_knows_no_such_workspace(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var one = await rig.OpenAsync(options => options with { Retention = new RetentionRules(_ => Long, () => [Recorded.Workspace]) });
        var two = await rig.OpenAsync(options => options with { Retention = new RetentionRules(_ => Short, () => []) });
        one.Record(rig, "ann", "m1", "text", Instant.From(rig.Clock.GetUtcNow()) - TimeSpan.FromDays(25));
        await Eventually.TrueAsync(async () => await rig.RowsAsync("message") == 1);

        await two.Store.SweepAsync();
        Assert.Equal(1, await rig.RowsAsync("message"));
        rig.Clock.Advance(TimeSpan.FromDays(37));
        await two.Store.SweepAsync();
        Assert.Equal(0, await rig.CountAsync("day_table"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Counts_and_the_ids_of_packs_are_forgotten_after_their_time(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        node.Store.Events.Write(rig.Event(null, "m1"));
        await Eventually.TrueAsync(async () => await rig.CountAsync("event_count") == 1);
        await rig.ExecuteAsync(
            "INSERT INTO event_count (workspace, template, day, version, slot, variant, segment, kind, class, count) VALUES ('default', 't', 20200101, '', '', '', '', 0, 0, 7)");
        await rig.ExecuteAsync("INSERT INTO record_pack (id, written_at) VALUES ('old', 1)");

        await node.Store.SweepAsync();
        Assert.Equal((1, 0), (await rig.CountAsync("event_count"), await rig.CountAsync("event_count", "day < 20210101")));
        Assert.Equal((1, 0), (await rig.CountAsync("record_pack"), await rig.CountAsync("record_pack", "id = 'old'")));
    }

    [Fact]
    public async Task What_could_not_be_deleted_is_deleted_by_the_next_run_and_by_one_node_at_a_time()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.PostgreSql, postgres);
        var keeps = Long;
        var node = await rig.OpenAsync(options => options with { Retention = new RetentionRules(_ => keeps, () => [Recorded.Workspace]) });
        var at = Instant.From(rig.Clock.GetUtcNow()) - TimeSpan.FromDays(25);
        node.Record(rig, "ann", "m1", "text", at);
        await Eventually.TrueAsync(async () => await rig.RowsAsync("message") == 1);
        keeps = Short;

        await using (var other = await rig.ConnectAsync())
        {
            await LedgerRig.ScalarAsync(other, $"BEGIN; LOCK TABLE {DayTables.Name(RecordKind.Message, DayTables.DayOf(at))} IN SHARE MODE");
            await node.Store.SweepAsync();
            await LedgerRig.ScalarAsync(other, "ROLLBACK");
            await LedgerRig.ScalarAsync(other, $"BEGIN; SELECT pg_try_advisory_xact_lock({0x54_52_49_4d})");
            await node.Store.SweepAsync();
            Assert.Equal(1, await rig.RowsAsync("message"));
            await LedgerRig.ScalarAsync(other, "ROLLBACK");
        }

        await node.Store.SweepAsync();
        Assert.Equal(0, await rig.RowsAsync("message"));
    }
}
