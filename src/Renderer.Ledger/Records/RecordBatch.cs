using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Writes a pack in one transaction: the missing keys of its people, the records sealed under them, the counts.</summary>
internal sealed class RecordBatch(IOwnKeys ownKeys, PersonKeys personKeys, TimeProvider clock)
{
    private static readonly string[] PackColumns = ["id", "now"];
    private static readonly string[] MessageColumns = ["workspace", "person", "message", "at", "body"];
    private static readonly string[] EventColumns = [.. MessageColumns, "kind", "class"];
    private static readonly string[] CountColumns = ["workspace", "template", "day", "version", "slot", "variant", "segment", "kind", "class", "count"];

    private readonly ToldNames told = new(clock);

    /// <summary>Bound into the seal, so that a row copied elsewhere does not open.</summary>
    public static string PurposeOf(RecordKind kind, string workspace, long message, long at) =>
        $"{(kind == RecordKind.Message ? "message" : "event")}/{workspace}/{message}/{at}";

    /// <returns>How many rows and bytes of each kind; none when the pack was in already.</returns>
    public async Task<WrittenPack> WriteAsync(Session session, string forShare, Guid id, IReadOnlyList<PendingRecord> records)
    {
        // As with claims: from here on we see an erasure, or it sees us.
        await session.FirstOrDefaultAsync<long>($"SELECT value FROM counter WHERE name = '{Counters.Erasures}'{forShare}");
        if (await session.ExecuteManyAsync(
            "INSERT INTO record_pack (id, written_at) VALUES (@id, @now) ON CONFLICT (id) DO NOTHING",
            PackColumns,
            [[id.ToString("n"), Instant.From(clock.GetUtcNow()).Micros]]) == 0)
        {
            return default;
        }

        var all = records.Count;
        records = await told.NewAsync(session, id, records);
        var rows = await SealAsync(session, records);
        foreach (var table in rows.GroupBy(row => (row.Kind, row.Day)))
        {
            var isEvent = table.Key.Kind == RecordKind.Event;
            await session.ExecuteManyAsync(
                $"INSERT INTO {DayTables.Name(table.Key.Kind, table.Key.Day)} (workspace, person, message, at, sealed{(isEvent ? ", kind, class" : "")}) "
                    + $"VALUES (@workspace, @person, @message, @at, @body{(isEvent ? ", @kind, @class" : "")})",
                isEvent ? EventColumns : MessageColumns,
                [.. table.Select(row => row.Values)]);
        }

        await CountAsync(session, records);
        return new(
            rows.Count(row => row.Kind == RecordKind.Message), rows.Where(row => row.Kind == RecordKind.Message).Sum(row => (long)row.Size),
            rows.Count(row => row.Kind == RecordKind.Event), rows.Where(row => row.Kind == RecordKind.Event).Sum(row => (long)row.Size),
            all - records.Count);
    }

    private async Task<IReadOnlyList<Row>> SealAsync(Session session, IReadOnlyList<PendingRecord> records)
    {
        var personal = records.Where(record => record.Person is not null).ToList();
        var held = await personKeys.HeldAsync(session, personal.SelectMany(record => record.Aliases.Append(record.Person!).Select(name => (record.Workspace, name))));
        personal = held.Count == 0 ? personal : [.. personal.Where(record => !record.Aliases.Append(record.Person!).Any(name => held.Contains((record.Workspace, name))))];
        var keys = await personKeys.OfAsync(
            session,
            personal.GroupBy(record => (record.Workspace, record.Person!)).ToDictionary(group => group.Key, group => group.Max(record => record.KeepUntil)));
        var rows = new List<Row>(personal.Count);
        foreach (var record in personal)
        {
            var kind = record.Event is null ? RecordKind.Message : RecordKind.Event;
            if (record.Body is { } body && keys.GetValueOrDefault((record.Workspace, record.Person!)) is { } key
                && ownKeys.SealUnder(key, PurposeOf(kind, record.Workspace, record.Message, record.At.Micros), body) is { } sealedBody)
            {
                object[] values = [record.Workspace, record.Person!, record.Message, record.At.Micros, sealedBody];
                rows.Add(new Row(
                    kind, DayTables.DayOf(record.At), sealedBody.Length,
                    record.Event is { } facts ? [.. values, (int)facts.Kind, (int)facts.Class] : values));
            }
        }

        return rows;
    }

    /// <summary>In the same order on every node, so that no two wait for each other; last, so that their locks are short.</summary>
    private static Task<int> CountAsync(Session session, IReadOnlyList<PendingRecord> records) => session.ExecuteManyAsync(
        """
        INSERT INTO event_count (workspace, template, day, version, slot, variant, segment, kind, class, count)
        VALUES (@workspace, @template, @day, @version, @slot, @variant, @segment, @kind, @class, @count)
        ON CONFLICT (workspace, template, day, version, slot, variant, segment, kind, class)
        DO UPDATE SET count = event_count.count + excluded.count
        """,
        CountColumns,
        [.. records.Where(record => record.Event is not null)
            .GroupBy(record => (record.Workspace, Day: DayTables.DayOf(record.At), Facts: record.Event!))
            .OrderBy(group => group.Key.Workspace, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Day)
            .ThenBy(group => group.Key.Facts.ToString(), StringComparer.Ordinal)
            .Select(group =>
            {
                var facts = group.Key.Facts;
                return new object[]
                {
                    group.Key.Workspace, facts.Template, group.Key.Day, facts.Version, facts.Slot, facts.Variant, facts.Segment,
                    (int)facts.Kind, (int)facts.Class, (long)group.Count(),
                };
            })]);

    private sealed record Row(RecordKind Kind, int Day, int Size, object[] Values);
}

/// <summary>What a pack became.</summary>
/// <param name="Messages">Records of messages.</param>
/// <param name="MessageBytes">What they hold.</param>
/// <param name="Events">Events of people.</param>
/// <param name="EventBytes">What they hold.</param>
/// <param name="Known">Events that were told before, and are not written again.</param>
internal readonly record struct WrittenPack(int Messages, long MessageBytes, int Events, long EventBytes, int Known);
