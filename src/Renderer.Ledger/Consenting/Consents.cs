using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What people agreed to: kept durably, on this node's board, read from other nodes twice a second.</summary>
public sealed class Consents
{
    /// <summary>This node's copy of who does not want personal mails, so that a start without the ledger shows them none.</summary>
    private const string Copy = "withdrawn.bin";

    /// <summary>How many changes are read at once.</summary>
    private const int Step = 2000;

    /// <summary>The most people whose attributes said something new and that is not written yet; the others are noted again at their next mail.</summary>
    private const int MostNoted = 20_000;

    private static readonly string[] Columns = ["workspace", "person", "stated", "mapped", "seq", "at", "holdFrom"];

    private readonly Database database;
    private readonly PersonKeys people;
    private readonly CopyFolder copies;
    private readonly TimeProvider clock;
    private readonly ConsentBoard board = new();
    private readonly OneAtATime following = new();
    private readonly Lock gate = new();
    private Dictionary<(WorkspaceName Workspace, string Person), (IReadOnlyList<string> Names, ConsentState Said)> noted = [];
    private long cursor;

    internal Consents(Database database, PersonKeys people, CopyFolder copies, TimeProvider clock)
    {
        (this.database, this.people, this.copies, this.clock) = (database, people, copies, clock);
        board.Load(copies.ReadBytes(Copy) ?? []);
    }

    /// <summary>What holds for a person: as they stated it and as attributes say, the stricter of both. Costs nothing.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="names">The person's opaque names, as many as are known.</param>
    public ConsentState Of(WorkspaceName workspace, IEnumerable<string> names)
    {
        var (stated, mapped) = board.Find(workspace, names);
        return stated.And(mapped);
    }

    /// <summary>What holds, apart: as the person stated it, and as attributes said when they were last read.</summary>
    public (ConsentState Stated, ConsentState Mapped) Find(WorkspaceName workspace, IEnumerable<string> names) => board.Find(workspace, names);

    /// <summary>Takes down what a person states. When this returns it is durable, and holds on this node; on other nodes within a second.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="names">All the person's opaque names that are known, under every listed key.</param>
    /// <param name="said">What they state, for every purpose.</param>
    /// <param name="who">Who brought it, for the audit.</param>
    /// <exception cref="LedgerUnavailableException">It is not durable: 503, and the caller tries again.</exception>
    public async Task StateAsync(WorkspaceName workspace, IReadOnlyList<string> names, ConsentState said, string who)
    {
        ArgumentOutOfRangeException.ThrowIfZero(names.Count, nameof(names));
        var stated = ConsentBits.Of(said);
        var rows = await database.WriteAsync(async session =>
        {
            var seq = await Counters.NextAsync(session, Counters.Consents);
            await session.ExecuteManyAsync(
                """
                INSERT INTO consent (workspace, person, stated, mapped, seq, changed_at) VALUES (@workspace, @person, @stated, @mapped, @seq, @at)
                ON CONFLICT (workspace, person) DO UPDATE SET stated = excluded.stated, seq = excluded.seq, changed_at = excluded.changed_at
                """,
                Columns[..6],
                [.. names.Distinct().Select(name => new object[] { workspace.ToString(), name, stated, 0, seq, Now })]);
            await AuditTrail.AppendAsync(session, new AuditEntry(clock.GetUtcNow(), workspace, who, AuditAction.Changed, $"consent {names[0]}"));
            return await ReadAsync(session, seq - 1, seq);
        });
        Know(rows);
    }

    /// <summary>Notes what a person's attributes say, where that is new: written behind the request, and forgotten should the ledger be away.</summary>
    public void Note(WorkspaceName workspace, IReadOnlyList<string> names, ConsentState said)
    {
        if (names.Count == 0 || board.Find(workspace, names).Mapped == said)
        {
            return;
        }

        // Here at once: what is about to be recorded of this very message depends on it.
        foreach (var name in names)
        {
            board.Put(workspace, name, ConsentBits.Of(board.Find(workspace, [name]).Stated), ConsentBits.Of(said));
        }

        lock (gate)
        {
            if (noted.Count < MostNoted)
            {
                noted[(workspace, names[0])] = (names, said);
            }
        }
    }

    /// <summary>Writes what was noted.</summary>
    internal async Task WriteAsync()
    {
        Dictionary<(WorkspaceName Workspace, string Person), (IReadOnlyList<string> Names, ConsentState Said)> taken;
        lock (gate)
        {
            (taken, noted) = (noted, []);
        }

        foreach (var some in taken.Chunk(500))
        {
            try
            {
                await WriteAsync(some);
            }
            catch (LedgerUnavailableException)
            {
                lock (gate)
                {
                    foreach (var (who, what) in some.Where(_ => noted.Count < MostNoted))
                    {
                        noted.TryAdd(who, what);
                    }
                }

                throw;
            }
        }
    }

    private Task<int> WriteAsync(IReadOnlyList<KeyValuePair<(WorkspaceName Workspace, string Person), (IReadOnlyList<string> Names, ConsentState Said)>> some) =>
        database.WriteAsync(async session =>
        {
            var seq = await Counters.NextAsync(session, Counters.Consents);
            return await session.ExecuteManyAsync(
                """
                INSERT INTO consent (workspace, person, stated, mapped, seq, changed_at)
                SELECT @workspace, @person, @stated, @mapped, @seq, @at
                WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.workspace = @workspace AND erasure.person = @person AND erased_at > @holdFrom)
                ON CONFLICT (workspace, person) DO UPDATE SET mapped = excluded.mapped, seq = excluded.seq, changed_at = excluded.changed_at
                """,
                Columns,
                [.. some.SelectMany(each => each.Value.Names.Distinct().Select(name => new object[]
                {
                    each.Key.Workspace.ToString(), name, 0, ConsentBits.Of(each.Value.Said), seq, Now, people.HoldFrom,
                }))]);
        });

    /// <summary>Learns what other nodes were told.</summary>
    internal Task FollowAsync() => following.RunAsync(async () =>
    {
        var last = await database.ReadAsync(session => Counters.ReadAsync(session, Counters.Consents));

        // A ledger that was put back from a backup counts from an earlier number: read it all again.
        cursor = last < cursor ? 0 : cursor;
        while (cursor < last)
        {
            var until = Math.Min(cursor + Step, last);
            Know(await database.ReadAsync(session => ReadAsync(session, cursor, until)));
            cursor = until;
        }

        if (board.Withdrawn() is { } withdrawn)
        {
            copies.WriteBytes(Copy, withdrawn);
        }
    });

    /// <summary>They were erased: the rows are gone.</summary>
    internal void Forget(WorkspaceName workspace, IReadOnlyList<string> names)
    {
        board.Forget(workspace, names);
        lock (gate)
        {
            foreach (var name in names)
            {
                noted.Remove((workspace, name));
            }
        }
    }

    private long Now => Instant.From(clock.GetUtcNow()).Micros;

    private static Task<IReadOnlyList<(string Workspace, string Person, int Stated, int Mapped)>> ReadAsync(Session session, long after, long until) =>
        session.QueryAsync<(string Workspace, string Person, int Stated, int Mapped)>(
            "SELECT workspace, person, stated, mapped FROM consent WHERE seq > @after AND seq <= @until", new { after, until });

    private void Know(IReadOnlyList<(string Workspace, string Person, int Stated, int Mapped)> rows)
    {
        foreach (var row in rows)
        {
            board.Put(WorkspaceName.TryParse(row.Workspace, out var name) ? name : default, row.Person, row.Stated, row.Mapped);
        }
    }
}
