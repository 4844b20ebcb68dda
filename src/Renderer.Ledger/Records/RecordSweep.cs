using System.Data.Common;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Drops the days that are over, and deletes what a workspace keeps less long than others.</summary>
internal sealed class RecordSweep(Database database, DayTables days, TimeProvider clock, RetentionRules retention)
{
    private const int AtOnce = 1000;

    /// <summary>After so many days that could not be swept the others wait for the next run: each may have cost seconds.</summary>
    private const int MostFailures = 3;

    /// <summary>Any number, as long as nothing else in that database uses it.</summary>
    private const long TrimLock = 0x54_52_49_4d;

    /// <summary>How long the ids of written packs are known: a pack whose answer was lost may lie on the disk of a node that stands still for days.</summary>
    private static readonly TimeSpan PacksFor = TimeSpan.FromDays(7);

    /// <summary>How long events are counted for: a year, and the month that it is compared with.</summary>
    private static readonly TimeSpan CountsFor = TimeSpan.FromDays(400);

    private readonly HashSet<(RecordKind Kind, int Day, string Workspace, int Class)> trimmed = [];

    public async Task RunAsync()
    {
        var now = Instant.From(clock.GetUtcNow());
        await DeleteAsync(
            "DELETE FROM record_pack WHERE id IN (SELECT id FROM record_pack WHERE written_at < @until LIMIT @AtOnce)", new { until = (now - PacksFor).Micros, AtOnce });
        await DeleteAsync(
            "DELETE FROM told WHERE (workspace, name) IN (SELECT workspace, name FROM told WHERE told_at < @until LIMIT @AtOnce)", new { until = (now - ToldNames.Keep).Micros, AtOnce });
        await RunAsync(RecordKind.Message, now);
        await RunAsync(RecordKind.Event, now);
        await DeleteAsync(
            """
            DELETE FROM event_count WHERE day < @day AND (workspace, template, day, version, slot, variant, segment, kind, class) IN (
              SELECT workspace, template, day, version, slot, variant, segment, kind, class FROM event_count WHERE day < @day LIMIT @AtOnce)
            """,
            new { day = DayTables.DayOf(now - CountsFor), AtOnce });
    }

    private async Task RunAsync(RecordKind kind, Instant now)
    {
        foreach (var day in await database.ReadAsync(session => DayTables.ListOverAsync(session, kind, now)))
        {
            await days.DropAsync(kind, day, now);
        }

        var left = await database.ReadAsync(session => DayTables.ListAsync(session, kind));
        trimmed.RemoveWhere(done => done.Kind == kind && !left.Contains(done.Day));
        var failures = 0;
        foreach (var day in left)
        {
            try
            {
                if (!await TrimAsync(kind, day, now))
                {
                    return;
                }
            }
            catch (LedgerUnavailableException) when (++failures < MostFailures)
            {
                // Tried again at the next run; the other days do not wait for it.
            }
            catch (DbException)
            {
                if ((await database.ReadAsync(session => DayTables.ListAsync(session, kind))).Contains(day))
                {
                    throw;
                }

                // Another node dropped the day meanwhile.
            }
        }
    }

    /// <summary>False when another node is at it.</summary>
    private async Task<bool> TrimAsync(RecordKind kind, int day, Instant now)
    {
        foreach (var (name, keeps) in retention.All)
        {
            foreach (var (number, keep) in Classes(kind, keeps))
            {
                var part = (kind, day, name.ToString(), number);
                if (DayTables.EndOf(day) > now - keep || trimmed.Contains(part))
                {
                    continue;
                }

                if (!await TrimAsync(kind, day, name, number))
                {
                    return false;
                }

                trimmed.Add(part);
            }
        }

        return true;
    }

    private static IEnumerable<(int Class, TimeSpan Keep)> Classes(RecordKind kind, RetentionSettings keeps) => kind == RecordKind.Message
        ? [(-1, keeps.Messages.For)]
        : Enum.GetValues<OpenClass>().Select(each => ((int)each, keeps.Of(each).For));

    private async Task<bool> TrimAsync(RecordKind kind, int day, WorkspaceName workspace, int number)
    {
        var table = DayTables.Name(kind, day);
        var where = $"workspace = @workspace{(number >= 0 ? " AND class = @number" : "")}";
        while (true)
        {
            var deleted = await database.WriteAsync(async session => await IsAloneAsync(session)
                ? await session.ExecuteAsync(
                    $"DELETE FROM {table} WHERE (workspace, person, message, at) IN (SELECT workspace, person, message, at FROM {table} WHERE {where} LIMIT @AtOnce) AND {where}",
                    new { workspace = workspace.ToString(), number, AtOnce })
                : -1);
            if (deleted < AtOnce)
            {
                return deleted >= 0;
            }
        }
    }

    /// <summary>Nodes that delete the same rows would wait for each other's locks.</summary>
    private async Task<bool> IsAloneAsync(Session session) =>
        database.Engine.Kind != LedgerKind.PostgreSql || await session.FirstOrDefaultAsync<bool>("SELECT pg_try_advisory_xact_lock(@TrimLock)", new { TrimLock });

    private async Task DeleteAsync(string sql, object parameters)
    {
        while (await database.WriteAsync(session => session.ExecuteAsync(sql, parameters)) >= AtOnce)
        {
        }
    }
}
