using Dapper;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Lets through what is told for the first time, in the transaction that writes it.</summary>
internal sealed class ToldNames(TimeProvider clock)
{
    /// <summary>How long a name is known: longer than any ESP tries again, and than a signature holds.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(8);

    private const int AtOnce = 50;

    private const string Insert = "INSERT INTO told (workspace, name, mark, told_at) VALUES (@workspace, @name, @mark, @at) ON CONFLICT (workspace, name) DO NOTHING";

    private static readonly string[] Columns = ["workspace", "name", "mark", "at"];

    /// <summary>Those of a pack's records that nobody has written before.</summary>
    public async Task<IReadOnlyList<PendingRecord>> NewAsync(Session session, Guid pack, IReadOnlyList<PendingRecord> records)
    {
        var names = records.Where(record => record.Once is not null).Select(record => (record.Workspace, Name: record.Once!)).Distinct()
            .OrderBy(each => each.Workspace, StringComparer.Ordinal)
            .ThenBy(each => each.Name, StringComparer.Ordinal)
            .ToList();
        if (names.Count == 0)
        {
            return records;
        }

        // In the same order on every node, so that no two wait for each other.
        var mark = pack.ToString("n");
        await session.ExecuteManyAsync(Insert, Columns, [.. names.Select(each => new object[] { each.Workspace, each.Name, mark, Now })]);
        var first = new HashSet<(string, string)>();
        foreach (var some in names.Chunk(AtOnce))
        {
            var parameters = new DynamicParameters(new { mark });
            var rows = parameters.Values(some.Select(each => new object[] { each.Workspace, each.Name }));
            first.UnionWith(await session.QueryAsync<(string, string)>($"SELECT workspace, name FROM told WHERE (workspace, name) IN ({rows}) AND mark = @mark", parameters));
        }

        // Of two in one pack the first.
        return [.. records.Where(record => record.Once is null || first.Remove((record.Workspace, record.Once)))];
    }

    /// <summary>Takes a name with a mark; false when it was taken with another.</summary>
    public async Task<bool> TakeAsync(Session session, WorkspaceName workspace, string name, string mark)
    {
        await session.ExecuteManyAsync(Insert, Columns, [[workspace.ToString(), name, mark, Now]]);
        return await session.FirstOrDefaultAsync<string>(
            "SELECT mark FROM told WHERE workspace = @workspace AND name = @name", new { workspace = workspace.ToString(), name }) == mark;
    }

    private long Now => Instant.From(clock.GetUtcNow()).Micros;
}
