using Dapper;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Who was erased: kept for ever as opaque names, put on this node's board, read from other nodes.</summary>
public sealed class Erasures
{
    /// <summary>How many erasures are read at once.</summary>
    private const int Step = 2000;

    private readonly Database database;
    private readonly ErasureBoard board;
    private readonly TimeProvider clock;
    private readonly OneAtATime following = new();
    private readonly PendingClaims pending;
    private readonly RecordQueue records;
    private readonly Consents consents;
    private volatile bool scrubDue;
    private long cursor;

    internal Erasures(
        Database database, ErasureBoard board, TimeProvider clock, PendingClaims pending, RecordQueue records, Consents consents) =>
        (this.database, this.board, this.clock, this.pending, this.records, this.consents) = (database, board, clock, pending, records, consents);

    /// <summary>Erases a person from the ledger. When this returns it is durable, and on this node's board; other nodes' boards have it within a second.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="names">The opaque names of all identifiers of the person, each under every listed key, so that a rotation brings nobody back.</param>
    /// <param name="at">The instant of the erasure.</param>
    /// <param name="who">Who asked for it, for the audit.</param>
    /// <exception cref="LedgerUnavailableException">It is not durable: 503, and the caller tries again.</exception>
    public async Task<ErasureReceipt> AddAsync(WorkspaceName workspace, IReadOnlyList<string> names, Instant at, string who)
    {
        ArgumentOutOfRangeException.ThrowIfZero(names.Count, nameof(names));
        var counts = await database.WriteAsync(async session =>
        {
            // The lock on the counter also holds off the batches of claims, which share it: none can make this person's key anew unseen.
            var seq = await Counters.NextAsync(session, Counters.Erasures);
            var person = new DynamicParameters(new { workspace = workspace.ToString(), seq, at = at.Micros });
            var people = person.Values(names.Distinct());
            await session.ExecuteAsync(
                $"""
                WITH erased (person) AS ({people})
                INSERT INTO erasure (seq, workspace, person, erased_at) SELECT @seq, @workspace, person, @at FROM erased
                """,
                person);
            var counts = new Dictionary<string, int>
            {
                ["decisions"] = await DeleteAsync("decision"),
                ["messages"] = await DeleteDaysAsync(RecordKind.Message),
                ["events"] = await DeleteDaysAsync(RecordKind.Event),
                ["consents"] = await DeleteAsync("consent"),
                ["person_keys"] = await DeleteAsync("person_key"),
            };
            await AuditTrail.AppendAsync(session, new AuditEntry(clock.GetUtcNow(), workspace, who, AuditAction.Erased, names[0]));
            return counts;

            Task<int> DeleteAsync(string table) =>
                session.ExecuteAsync($"DELETE FROM {table} WHERE workspace = @workspace AND person IN ({people})", person);

            async Task<int> DeleteDaysAsync(RecordKind kind)
            {
                var deleted = 0;
                foreach (var day in await DayTables.ListAsync(session, kind))
                {
                    deleted += await DeleteAsync(DayTables.Name(kind, day));
                }

                return deleted;
            }
        });

        counts["decisions"] += Know(workspace, names, at);
        scrubDue = true;
        if (database.Engine.Kind == LedgerKind.Sqlite)
        {
            await ScrubAsync();
        }

        return new ErasureReceipt(at, counts);
    }

    /// <summary>Puts the erasures of other nodes on the board, and says up to when it is complete.</summary>
    internal Task FollowAsync() => following.RunAsync(async () =>
    {
        var now = Instant.From(clock.GetUtcNow());
        var last = await database.ReadAsync(session => Counters.ReadAsync(session, Counters.Erasures));

        // A ledger that was put back from a backup counts from an earlier number: read it all again.
        cursor = last < cursor ? 0 : cursor;
        while (cursor < last)
        {
            var until = Math.Min(cursor + Step, last);
            var rows = await database.ReadAsync(session => session.QueryAsync<(string Workspace, string Person, long At)>(
                "SELECT workspace, person, erased_at FROM erasure WHERE seq > @cursor AND seq <= @until", new { cursor, until }));
            foreach (var group in rows.GroupBy(row => (row.Workspace, row.At)))
            {
                Know(WorkspaceName.TryParse(group.Key.Workspace, out var name) ? name : default, [.. group.Select(row => row.Person)], new Instant(group.Key.At));
            }

            cursor = until;
        }

        board.Know(now);
    });

    /// <summary>Gets what was erased off the disk, where that could not be done at once.</summary>
    internal async Task ScrubAsync()
    {
        if (scrubDue)
        {
            scrubDue = false;
            scrubDue = !await database.ScrubAsync();
        }
    }

    /// <returns>How many claims of theirs this node had not written yet.</returns>
    private int Know(WorkspaceName workspace, IReadOnlyList<string> names, Instant at)
    {
        foreach (var name in names)
        {
            board.Add(workspace, name, at);
        }

        records.Forget(workspace, names);
        consents.Forget(workspace, names);
        return pending.Forget(workspace, names);
    }
}
