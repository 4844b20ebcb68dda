using System.Data.Common;
using Dapper;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Finds what is recorded of one person's message: in the queue of this node, and in the tables of all days.</summary>
internal sealed class RecordLookup(Database database, RecordQueue queue, IOwnKeys ownKeys)
{
    /// <summary>SQLite takes 500 parts of one statement.</summary>
    private const int TablesAtOnce = 100;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<FoundRecord>> FindAsync(RecordKind kind, MessageKey key, int most, CancellationToken cancellationToken)
    {
        var workspace = key.Workspace.ToString();
        var waiting = queue.Find(workspace, [.. key.People], [.. key.Messages])
            .Where(record => record.Event is null == (kind == RecordKind.Message) && record.Body is not null)
            .Select(record => new FoundRecord(record.At, record.Event?.Kind ?? default, record.Event?.Class ?? default, record.Body!));
        IReadOnlyList<Row> rows;
        try
        {
            rows = await ReadAsync(kind, workspace, key, most, cancellationToken);
        }
        catch (DbException)
        {
            // A day was dropped between the list and the question.
            rows = await ReadAsync(kind, workspace, key, most, cancellationToken);
        }

        var kept = rows.Select(row => (row, Body: ownKeys.OpenUnder(row.SealedKey, RecordBatch.PurposeOf(kind, workspace, row.Message, row.At), row.Sealed)))
            .Where(found => found.Body is not null)
            .Select(found => new FoundRecord(new Instant(found.row.At), (OpenKind)found.row.Kind, (OpenClass)found.row.Class, found.Body!));

        // A pack that was just written may still stand in the queue.
        return [.. waiting.Concat(kept).DistinctBy(found => (found.At, found.Kind, found.Class, Convert.ToHexString(found.Body))).OrderByDescending(found => found.At).Take(most)];
    }

    private Task<IReadOnlyList<Row>> ReadAsync(RecordKind kind, string workspace, MessageKey key, int most, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Row>>(
            async session =>
            {
                var rows = new List<Row>();
                foreach (var days in (await DayTables.ListAsync(session, kind)).Chunk(TablesAtOnce))
                {
                    var parameters = new DynamicParameters(new { workspace, most });
                    var people = parameters.Values(key.People);
                    var messages = string.Join(", ", key.Messages);
                    var columns = kind == RecordKind.Event ? "r.kind, r.class" : "0 AS kind, 0 AS class";
                    rows.AddRange(await session.QueryAsync<Row>(
                        string.Join(" UNION ALL ", days.Select(day =>
                            $"""
                            SELECT r.message, r.at, {columns}, r.sealed, k.sealed_key AS SealedKey
                            FROM {DayTables.Name(kind, day)} r JOIN person_key k ON k.workspace = r.workspace AND k.person = r.person
                            WHERE r.workspace = @workspace AND r.person IN ({people}) AND r.message IN ({messages})
                            """)) + " ORDER BY at DESC LIMIT @most",
                        parameters));
                    if (rows.Count >= most)
                    {
                        break;
                    }
                }

                return rows;
            },
            cancellationToken);

    private sealed class Row
    {
        public long Message { get; init; }

        public long At { get; init; }

        public int Kind { get; init; }

        public int Class { get; init; }

        public byte[] Sealed { get; init; } = [];

        public byte[] SealedKey { get; init; } = [];
    }
}

/// <summary>A record as it was found.</summary>
internal readonly record struct FoundRecord(Instant At, OpenKind Kind, OpenClass Class, byte[] Body);
