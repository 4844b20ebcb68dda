using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Drops the days that are over, and deletes what a workspace keeps less long than others.</summary>
internal sealed class RecordSweep(Database database, DayTables days, TimeProvider clock, RetentionRules retention)
{
    private const int AtOnce = 1000;

    /// <summary>How long the ids of written packs are known: longer than any answer is lost.</summary>
    private static readonly TimeSpan PacksFor = TimeSpan.FromDays(1);

    private readonly HashSet<(string Table, string Workspace, int Class)> trimmed = [];

    public async Task RunAsync()
    {
        var now = Instant.From(clock.GetUtcNow());
        await database.WriteAsync(session => session.ExecuteAsync("DELETE FROM record_pack WHERE written_at < @until", new { until = (now - PacksFor).Micros }));
        var all = retention.All;
        var longest = all.Select(each => each.Keeps).DefaultIfEmpty(RetentionSettings.Usual).ToList();
        await RunAsync(RecordKind.Message, now - longest.Max(each => each.Messages.For), now, all);
        await RunAsync(RecordKind.Event, now - longest.Max(each => each.LongestEvent), now, all);
    }

    private async Task RunAsync(RecordKind kind, Instant dropUntil, Instant now, IReadOnlyList<(WorkspaceName Name, RetentionSettings Keeps)> all)
    {
        foreach (var day in await database.ReadAsync(session => DayTables.ListAsync(session, kind)))
        {
            if (DayTables.EndOf(day) <= dropUntil)
            {
                await days.DropAsync(kind, day);
                continue;
            }

            foreach (var (name, keeps) in all)
            {
                foreach (var (number, keep) in Classes(kind, keeps))
                {
                    if (DayTables.EndOf(day) <= now - keep && trimmed.Add((DayTables.Name(kind, day), name.ToString(), number)))
                    {
                        await TrimAsync(kind, day, name, number);
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Class, TimeSpan Keep)> Classes(RecordKind kind, RetentionSettings keeps) => kind == RecordKind.Message
        ? [(-1, keeps.Messages.For)]
        : Enum.GetValues<OpenClass>().Select(each => ((int)each, keeps.Of(each).For));

    private async Task TrimAsync(RecordKind kind, int day, WorkspaceName workspace, int number)
    {
        var table = DayTables.Name(kind, day);
        var where = $"workspace = @workspace{(number >= 0 ? " AND class = @number" : "")}";
        while (await database.WriteAsync(session => session.ExecuteAsync(
            $"DELETE FROM {table} WHERE (workspace, person, message, at) IN (SELECT workspace, person, message, at FROM {table} WHERE {where} LIMIT @AtOnce) AND {where}",
            new { workspace = workspace.ToString(), number, AtOnce })) >= AtOnce)
        {
        }
    }
}
