using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

/// <summary>Records of messages: found at once, sealed, kept by day, gone with their person.</summary>
public sealed class MessageRecordsTests(PostgresServer postgres)
{
    private const string Text = """{"template":"welcome","decisions":[{"block":"hero","variant":"vip","values":[{"attribute":"tier","value":"gold"}]}]}""";

    public static TheoryData<LedgerKind> Both => LedgerRig.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_record_is_found_at_once_here_and_within_a_second_on_another_node(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await rig.OpenAsync(), await rig.OpenAsync());
        one.Record(rig, "ann", "m1", Text);

        Assert.Equal([Text], await one.RecordsAsync(rig, "ann", "m1"));
        await Eventually.TrueAsync(async () => (await two.RecordsAsync(rig, "ann", "m1")).Count == 1);
        Assert.Equal([Text], await two.RecordsAsync(rig, "ann", "m1"));
        Assert.Equal([Text], await one.RecordsAsync(rig, "ann", "m1"));
        Assert.Empty(await two.RecordsAsync(rig, "ann", "m2"));
        Assert.Empty(await two.RecordsAsync(rig, "bob", "m1"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Each_render_of_a_message_is_told_the_newest_first(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        var now = Instant.From(rig.Clock.GetUtcNow());
        foreach (var days in new[] { 2, 0, 1 })
        {
            node.Record(rig, "ann", "m1", $"{days} days ago", now - TimeSpan.FromDays(days));
        }

        await Eventually.TrueAsync(async () => await rig.RowsAsync("message") == 3);
        Assert.Equal(["0 days ago", "1 days ago", "2 days ago"], await node.RecordsAsync(rig, "ann", "m1"));
        Assert.Equal(3, await rig.CountAsync("day_table", "kind = 'message'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_stored_says_nothing_of_person_message_or_value(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var node = await rig.OpenAsync();
        node.Record(rig, "ann-the-person", "campaign-1", Text);
        await Eventually.TrueAsync(async () => await rig.RowsAsync("message") == 1);

        await using var connection = await rig.ConnectAsync();
        var day = (await LedgerRig.ScalarAsync(connection, "SELECT day FROM day_table"))!.ToString();
        var stored = (byte[])(await LedgerRig.ScalarAsync(connection, $"SELECT sealed FROM message_{day}"))!;
        Assert.Equal(-1, stored.AsSpan().IndexOf("gold"u8));
        Assert.Equal(0, await rig.CountAsync($"message_{day}", "person LIKE '%ann%'"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Erasing_takes_records_and_events_here_there_and_on_their_way(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var (one, two) = (await rig.OpenAsync(), await rig.OpenAsync(options => options with { WriteEvery = TimeSpan.FromMilliseconds(600) }));
        await one.GrantAsync(rig, "ann");
        await one.GrantAsync(rig, "bob");
        await Eventually.TrueAsync(() => two.Store.Consents.Of(Recorded.Workspace, rig.Names("bob")).Tracking == Consent.Granted);
        foreach (var (node, message) in new[] { (one, "m1"), (one, "m2") })
        {
            node.Record(rig, "ann", message, Text);
            node.Store.Events.Write(rig.Event("ann", message));
            node.Record(rig, "bob", message, Text);
            node.Store.Events.Write(rig.Event("bob", message));
        }

        await Eventually.TrueAsync(async () => await rig.RowsAsync("message") == 4 && await rig.RowsAsync("event") == 4);
        two.Record(rig, "ann", "late", Text);
        two.Store.Events.Write(rig.Event("ann", "late"));
        var receipt = await one.Store.Erasures.AddAsync(Recorded.Workspace, rig.Names("ann"), Instant.From(rig.Clock.GetUtcNow()), "dpo");
        one.Record(rig, "ann", "later", Text);

        Assert.Equal((2, 2, 1, 1), (receipt.Counts["messages"], receipt.Counts["events"], receipt.Counts["consents"], receipt.Counts["person_keys"]));
        Assert.Empty(await two.RecordsAsync(rig, "ann", "m1"));
        await Task.Delay(1500);
        Assert.Equal((2, 2, 1), (await rig.RowsAsync("message"), await rig.RowsAsync("event"), await rig.CountAsync("person_key")));
        Assert.All(new[] { one, two }, node => Assert.True(node.Store.Consents.Of(Recorded.Workspace, rig.Names("ann")).IsUnknown));
        Assert.Single(await two.RecordsAsync(rig, "bob", "m1"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Days_that_are_over_are_dropped_and_of_the_others_what_a_class_keeps_less_long(LedgerKind kind)
    {
        await using var rig = await LedgerRig.CreateAsync(kind, postgres);
        var keeps = RetentionSettings.Usual with
        {
            Messages = new(TimeSpan.FromDays(10), 1), Person = new(TimeSpan.FromDays(20), 1), Proxy = new(TimeSpan.FromDays(5), 1),
            Prefetch = new(TimeSpan.FromDays(5), 1), Scanner = new(TimeSpan.FromDays(5), 1),
        };
        var node = await rig.OpenAsync(options => options with { Retention = new RetentionRules(_ => keeps, () => [Recorded.Workspace]) });
        await node.GrantAsync(rig, "ann");
        var now = Instant.From(rig.Clock.GetUtcNow());
        foreach (var age in new[] { 0, 7, 13, 25 })
        {
            var at = now - TimeSpan.FromDays(age);
            node.Record(rig, "ann", $"m{age}", Text, at);
            node.Store.Events.Write(rig.Event("ann", $"m{age}") with { At = at });
            node.Store.Events.Write(rig.Event("ann", $"m{age}", OpenKind.Image, OpenClass.Proxy) with { At = at });
        }

        await Eventually.TrueAsync(async () => await rig.RowsAsync("message") == 4 && await rig.RowsAsync("event") == 8);
        await node.Store.SweepAsync();

        Assert.Equal((2, 4), (await rig.RowsAsync("message"), await rig.RowsAsync("event")));
        Assert.Equal((2, 3), (await rig.CountAsync("day_table", "kind = 'message'"), await rig.CountAsync("day_table", "kind = 'event'")));
        Assert.Equal(8, await rig.CountAsync("event_count"));
    }

    [Fact]
    public async Task A_share_keeps_all_of_a_message_or_nothing()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var keeps = RetentionSettings.Usual with { Messages = new(TimeSpan.FromDays(10), 0.3) };
        var node = await rig.OpenAsync(options => options with { Retention = new RetentionRules(_ => keeps, () => []) });
        for (var i = 0; i < 1000; i++)
        {
            node.Record(rig, $"p{i}", "m1", "first");
            node.Record(rig, $"p{i}", "m1", "second");
        }

        var found = 0;
        for (var i = 0; i < 1000; i++)
        {
            var records = await node.RecordsAsync(rig, $"p{i}", "m1");
            Assert.True(records.Count is 0 or 2, $"{records.Count} of 2");
            found += records.Count / 2;
        }

        Assert.InRange(found, 240, 360);
    }

    /// <summary>Apart from the rig's log, which takes an error for a failed test.</summary>
    [Fact]
    public async Task A_record_whose_text_cannot_be_made_costs_no_other_of_its_pack()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        var board = new ErasureBoard(rig.NamesOf);
        await using var store = await LedgerStore.OpenAsync(
            new LedgerOptions { Connection = rig.Connection }, rig.Ring, rig.Ring, board, rig.Clock, NullLoggerFactory.Instance);
        var node = new Node(store, board);
        node.Record(rig, "ann", "m1", "text");
        store.Messages.Write(new MessageRecord
        {
            Workspace = Recorded.Workspace,
            Person = rig.Names("eve")[0],
            Message = MessageNames.Opaque(rig.Ring, rig.Names("eve")[0], MessageNames.HashOf("m1")),
            At = Instant.From(rig.Clock.GetUtcNow()),
            Text = () => throw new InvalidOperationException("A bug."),
        });
        node.Record(rig, "bob", "m1", "text");
        Assert.Empty(await node.RecordsAsync(rig, "eve", "m1"));
        await Eventually.TrueAsync(async () => await rig.RowsAsync("message") == 2);
        Assert.Single(await node.RecordsAsync(rig, "bob", "m1"));
    }
}
