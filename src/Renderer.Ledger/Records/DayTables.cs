using System.Globalization;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What stands in a table for each day.</summary>
internal enum RecordKind
{
    /// <summary>Records of messages.</summary>
    Message,

    /// <summary>Opens, clicks and actions.</summary>
    Event,
}

/// <summary>The tables of days: made when something of that day is written, dropped when nothing of it may be kept.</summary>
internal sealed class DayTables(Database database)
{
    private readonly Dictionary<(RecordKind Kind, int Day), Instant> made = [];
    private readonly Lock gate = new();

    /// <summary>20261130: readable, and in order.</summary>
    public static int DayOf(Instant at) => int.Parse(at.ToDate().ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static Instant EndOf(int day) => Instant.From(new DateTimeOffset(
        DateTime.ParseExact(day.ToString(CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture), TimeSpan.Zero).AddDays(1));

    public static string Name(RecordKind kind, int day) => $"{Word(kind)}_{day}";

    /// <summary>
    /// Makes the tables that are missing, and has them kept as long as what is about to be written; in a transaction of its own, since all nodes
    /// may want the same one at midnight.
    /// </summary>
    public async Task EnsureAsync(IEnumerable<(RecordKind Kind, int Day, Instant KeepUntil)> records)
    {
        // To the end of that day: one time for all records that are kept equally long, so that it is seldom raised.
        var days = records.GroupBy(record => (record.Kind, record.Day), record => record.KeepUntil.Micros)
            .Select(group => (Day: group.Key, KeepUntil: EndOf(DayOf(new Instant(group.Max())))));
        foreach (var (day, keepUntil) in days.Where(each => !IsMade(each.Day, each.KeepUntil)).ToList())
        {
            await database.WriteAsync(async session =>
            {
                await Counters.HoldAsync(session, Counters.Days);
                await session.ExecuteAsync(Sql(database.Engine, day.Kind, Name(day.Kind, day.Day)));
                await session.ExecuteAsync($"CREATE INDEX IF NOT EXISTS {Name(day.Kind, day.Day)}_person ON {Name(day.Kind, day.Day)} (workspace, person, message)");
                if (day.Kind == RecordKind.Event)
                {
                    // For the sweep, which would read the whole day for each class; with so few values it is small.
                    await session.ExecuteAsync($"CREATE INDEX IF NOT EXISTS {Name(day.Kind, day.Day)}_class ON {Name(day.Kind, day.Day)} (workspace, class)");
                }

                return await session.ExecuteAsync(
                    """
                    INSERT INTO day_table (kind, day, keep_until) VALUES (@kind, @day, @until)
                    ON CONFLICT (kind, day) DO UPDATE SET keep_until = excluded.keep_until WHERE day_table.keep_until < excluded.keep_until
                    """,
                    new { kind = Word(day.Kind), day = day.Day, until = keepUntil.Micros });
            });
            lock (gate)
            {
                made[day] = keepUntil;
            }
        }
    }

    /// <summary>A table that was thought to be there was not: look again.</summary>
    public void Forget()
    {
        lock (gate)
        {
            made.Clear();
        }
    }

    /// <summary>The days there are, newest first.</summary>
    public static async Task<IReadOnlyList<int>> ListAsync(Session session, RecordKind kind) =>
        await session.QueryAsync<int>("SELECT day FROM day_table WHERE kind = @kind ORDER BY day DESC", new { kind = Word(kind) });

    /// <summary>The days of which nothing is kept any more.</summary>
    public static async Task<IReadOnlyList<int>> ListOverAsync(Session session, RecordKind kind, Instant now) =>
        await session.QueryAsync<int>("SELECT day FROM day_table WHERE kind = @kind AND keep_until <= @now ORDER BY day", new { kind = Word(kind), now = now.Micros });

    /// <summary>Drops a day, unless it is to be kept by now. Whoever writes or erases holds the erasures' lock meanwhile, and so never finds half of it.</summary>
    public async Task DropAsync(RecordKind kind, int day, Instant now)
    {
        await database.WriteAsync(async session =>
        {
            await Counters.HoldAsync(session, Counters.Erasures);
            await Counters.HoldAsync(session, Counters.Days);
            return await session.ExecuteAsync("DELETE FROM day_table WHERE kind = @kind AND day = @day AND keep_until <= @now", new { kind = Word(kind), day, now = now.Micros }) == 0
                ? 0
                : await session.ExecuteAsync($"DROP TABLE IF EXISTS {Name(kind, day)}");
        });
        lock (gate)
        {
            made.Remove((kind, day));
        }
    }

    private bool IsMade((RecordKind, int) day, Instant keepUntil)
    {
        lock (gate)
        {
            return made.TryGetValue(day, out var known) && known.Micros >= keepUntil.Micros;
        }
    }

    private static string Word(RecordKind kind) => kind == RecordKind.Message ? "message" : "event";

    private static string Sql(IEngine engine, RecordKind kind, string table) =>
        $"""
        CREATE TABLE IF NOT EXISTS {table} (
            workspace TEXT   NOT NULL,
            person    TEXT   NOT NULL,
            message   BIGINT NOT NULL,
            at        BIGINT NOT NULL,
            {(kind == RecordKind.Event ? "kind SMALLINT NOT NULL, class SMALLINT NOT NULL," : "")}
            sealed    {engine.Bytes} NOT NULL
        )
        """;
}
