using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What people agreed to: kept durably, on this node's board, read from other nodes twice a second.</summary>
public sealed class Consents
{
    /// <summary>This node's copy of who does not want personal mails, so that a start without the ledger shows them none.</summary>
    private const string Copy = "withdrawn.bin";

    /// <summary>How many rows are read at once.</summary>
    private const int Step = 2000;

    /// <summary>How many people are written at once.</summary>
    private const int AtOnce = 500;

    /// <summary>The most people whose attributes said something new and that is not written yet; the others are noted at their next mail.</summary>
    private const int MostNoted = 20_000;

    /// <summary>The same for those whose attributes refuse something.</summary>
    private const int MostRefused = 100_000;

    /// <summary>The copy is written whole, 8 bytes for each name, so not at every change.</summary>
    private static readonly TimeSpan CopyEvery = TimeSpan.FromSeconds(2);

    private static readonly string[] Columns = ["workspace", "person", "stated", "mapped", "seq", "at", "holdFrom"];

    private static readonly ConsentState Nothing = new(Consent.Withdrawn, Consent.Withdrawn, Consent.Withdrawn);

    private readonly Database database;
    private readonly PersonKeys people;
    private readonly CopyFolder copies;
    private readonly TimeProvider clock;
    private readonly ConsentBoard board = new();
    private readonly OneAtATime following = new();
    private readonly Lock gate = new();
    private Dictionary<(WorkspaceName Workspace, string Person), (IReadOnlyList<string> Names, ConsentState Said)> noted = [];
    private int underWay;
    private long cursor;
    private long? copied;

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
    /// <param name="change">From what they stated before to what they state now.</param>
    /// <param name="who">Who brought it, for the audit.</param>
    /// <exception cref="LedgerUnavailableException">It is not durable: 503, and the caller tries again.</exception>
    public Task ChangeAsync(WorkspaceName workspace, IReadOnlyList<string> names, Func<ConsentState, ConsentState> change, string who) =>
        ChangeAsync(workspace, names, change, since: null, who);

    /// <summary>Takes back all that a person agreed to, as others tell that they did: unless the person stated something after that.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="names">All the person's opaque names that are known, under every listed key.</param>
    /// <param name="at">When they did.</param>
    /// <param name="who">Who brought it, for the audit.</param>
    /// <exception cref="LedgerUnavailableException">It is not durable: 503, and it is told again.</exception>
    public Task WithdrawAsync(WorkspaceName workspace, IReadOnlyList<string> names, Instant at, string who) =>
        names.All(name => board.Find(workspace, [name]).Stated == Nothing)
            ? Task.CompletedTask
            : ChangeAsync(workspace, names, _ => Nothing, at, who);

    private async Task ChangeAsync(
        WorkspaceName workspace, IReadOnlyList<string> names, Func<ConsentState, ConsentState> change, Instant? since, string who)
    {
        ArgumentOutOfRangeException.ThrowIfZero(names.Count, nameof(names));
        var rows = await database.WriteAsync(async session =>
        {
            var seq = await BeginAsync(session);
            if (since is not { } told || await StatedAtAsync(session, workspace, names) <= told)
            {
                var stated = ConsentBits.Of(change(await StatedAsync(session, workspace, names)));
                await session.ExecuteManyAsync(
                    """
                    INSERT INTO consent (workspace, person, stated, mapped, seq, changed_at, stated_at) VALUES (@workspace, @person, @stated, @mapped, @seq, @at, @at)
                    ON CONFLICT (workspace, person)
                    DO UPDATE SET stated = excluded.stated, seq = excluded.seq, changed_at = excluded.changed_at, stated_at = excluded.stated_at
                    """,
                    Columns[..6],
                    [.. names.Distinct().Select(name => new object[] { workspace.ToString(), name, stated, 0, seq, Now })]);
                await AuditTrail.AppendAsync(session, new AuditEntry(clock.GetUtcNow(), workspace, who, AuditAction.Changed, $"consent {names[0]}"));
            }

            return await ReadAsync(session, (seq, "", ""), seq);
        });
        Know(rows);
    }

    /// <summary>Notes what a person's attributes say, where that is new: written behind the request, and forgotten should this node end before the ledger is back.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="names">The person's opaque names, the one that is written most first.</param>
    /// <param name="said">What the attributes say, all of them known to be fresh: it takes the place of what they said before.</param>
    public void Note(WorkspaceName workspace, IReadOnlyList<string> names, ConsentState said)
    {
        if (names.Count == 0 || board.Find(workspace, names).Mapped == said)
        {
            return;
        }

        lock (gate)
        {
            // On the board only what will be written: else it would count as known, and never be noted again.
            var isRefusal = said.Tracking == Consent.Withdrawn || said.Personalization == Consent.Withdrawn || said.Profiling == Consent.Withdrawn;
            if (noted.Count + underWay < (isRefusal ? MostRefused : MostNoted) && board.PutMapped(workspace, names, ConsentBits.Of(said)))
            {
                noted[(workspace, names[0])] = (names, said);
            }
        }
    }

    /// <summary>Writes what was noted; what could not be written stays noted.</summary>
    internal async Task WriteAsync()
    {
        Dictionary<(WorkspaceName Workspace, string Person), (IReadOnlyList<string> Names, ConsentState Said)> taken;
        lock (gate)
        {
            (taken, noted) = (noted, []);
            underWay += taken.Count;
        }

        var chunks = taken.Chunk(AtOnce).ToList();
        var written = 0;
        try
        {
            foreach (var some in chunks)
            {
                await WriteAsync(some);
                written++;
            }
        }
        finally
        {
            lock (gate)
            {
                underWay -= taken.Count;
                foreach (var (who, what) in chunks.Skip(written).SelectMany(some => some))
                {
                    // What was noted of them meanwhile is newer.
                    noted.TryAdd(who, what);
                }
            }
        }
    }

    private Task<int> WriteAsync(IReadOnlyList<KeyValuePair<(WorkspaceName Workspace, string Person), (IReadOnlyList<string> Names, ConsentState Said)>> some) =>
        database.WriteAsync(async session =>
        {
            var seq = await BeginAsync(session);
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
        var place = (Seq: cursor + 1, Workspace: "", Person: "");
        while (cursor < last)
        {
            var rows = await database.ReadAsync(session => ReadAsync(session, place, last));
            Know(rows);
            if (rows.Count < Step)
            {
                cursor = last;
            }
            else
            {
                // Many rows have one number: some of the last one's may be left.
                place = (rows[^1].Seq, rows[^1].Workspace, rows[^1].Person);
                cursor = place.Seq - 1;
            }
        }

        if ((copied is not { } at || clock.GetElapsedTime(at) >= CopyEvery) && board.Withdrawn() is { } withdrawn)
        {
            copied = clock.GetTimestamp();
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

    /// <summary>As with claims: from here on we see an erasure, or it sees us.</summary>
    /// <returns>The number of the change.</returns>
    private async Task<long> BeginAsync(Session session)
    {
        await session.FirstOrDefaultAsync<long>($"SELECT value FROM counter WHERE name = '{Counters.Erasures}'{database.Engine.ForShare}");
        return await Counters.NextAsync(session, Counters.Consents);
    }

    private static async Task<ConsentState> StatedAsync(Session session, WorkspaceName workspace, IReadOnlyList<string> names)
    {
        var stated = default(ConsentState);
        foreach (var person in names.Distinct())
        {
            stated = stated.And(ConsentBits.Read(await session.FirstOrDefaultAsync<int>(
                "SELECT stated FROM consent WHERE workspace = @workspace AND person = @person", new { workspace = workspace.ToString(), person })));
        }

        return stated;
    }

    private static async Task<Instant> StatedAtAsync(Session session, WorkspaceName workspace, IReadOnlyList<string> names)
    {
        var latest = Instant.Never;
        foreach (var person in names.Distinct())
        {
            latest = Instant.Later(latest, new Instant(await session.FirstOrDefaultAsync<long>(
                "SELECT stated_at FROM consent WHERE workspace = @workspace AND person = @person", new { workspace = workspace.ToString(), person })));
        }

        return latest;
    }

    private static Task<IReadOnlyList<(long Seq, string Workspace, string Person, int Stated, int Mapped)>> ReadAsync(
        Session session, (long Seq, string Workspace, string Person) after, long until) =>
        session.QueryAsync<(long Seq, string Workspace, string Person, int Stated, int Mapped)>(
            $"""
            SELECT seq, workspace, person, stated, mapped FROM consent
            WHERE seq >= @seq AND seq <= @until AND (seq, workspace, person) > (@seq, @workspace, @person)
            ORDER BY seq, workspace, person LIMIT {Step}
            """,
            new { seq = after.Seq, workspace = after.Workspace, person = after.Person, until });

    private void Know(IReadOnlyList<(long Seq, string Workspace, string Person, int Stated, int Mapped)> rows)
    {
        foreach (var row in rows)
        {
            board.Put(WorkspaceName.TryParse(row.Workspace, out var name) ? name : default, row.Person, row.Stated, row.Mapped);
        }
    }
}
