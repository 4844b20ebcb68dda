using System.Collections.Concurrent;

namespace Renderer.Ledger;

/// <summary>
/// Which claims may be in the ledger. Most messages are new, and to know that must not cost each of them a question: what was
/// claimed here is known at once, what other nodes wrote is followed by the numbers of their batches.
/// </summary>
internal sealed class KnownClaims(Database database, PendingClaims pending)
{
    private const int RowsAtOnce = 10_000;
    private const int BatchesAtOnce = 100;

    private readonly OneAtATime following = new();
    private readonly Lock gate = new();
    private readonly ConcurrentQueue<long> own = new();
    private volatile ClaimFilter filter = new(0);
    private ClaimFilter? loading;
    private volatile bool loaded;
    private long seen;

    /// <summary>False: none of these keys is claimed, as far as the last look at the ledger tells. True until the ledger was read once.</summary>
    public bool MayHold(IReadOnlyList<string> keys)
    {
        if (!loaded)
        {
            return true;
        }

        var current = filter;
        foreach (var key in keys)
        {
            if (current.MayHold(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A claim that is pending now; said after it was put there, so that a new reading finds it in one of both places.</summary>
    public void Add(string key)
    {
        lock (gate)
        {
            filter.Add(key);
            loading?.Add(key);
        }
    }

    /// <summary>A batch that this node wrote: it need not be read.</summary>
    public void Wrote(long batch) => own.Enqueue(batch);

    /// <summary>Learns what other nodes have written.</summary>
    public Task FollowAsync() => following.RunAsync(async () =>
    {
        var last = await database.ReadAsync(session => Counters.ReadAsync(session, Counters.Decisions));

        // A ledger that was put back from a backup counts from an earlier number.
        if (!loaded || filter.IsFull || last < seen)
        {
            await LoadAsync();
            (seen, loaded) = (last, true);
        }

        while (seen < last)
        {
            seen = IsOwn(seen + 1) ? seen + 1 : await ReadAsync(Math.Min(seen + BatchesAtOnce, last));
        }
    });

    private bool IsOwn(long batch)
    {
        while (own.TryPeek(out var first) && first < batch)
        {
            own.TryDequeue(out _);
        }

        return own.TryPeek(out var next) && next == batch;
    }

    private async Task<long> ReadAsync(long until)
    {
        Add(await database.ReadAsync(session => session.QueryAsync<string>(
            "SELECT claim FROM decision WHERE batch > @seen AND batch <= @until", new { seen, until })));
        return until;
    }

    private async Task LoadAsync()
    {
        var next = new ClaimFilter(await database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM decision")));
        lock (gate)
        {
            loading = next;
        }

        Add(pending.Keys());
        var (workspace, claim) = ("", "");
        while (true)
        {
            var rows = await database.ReadAsync(session => session.QueryAsync<(string Workspace, string Claim)>(
                "SELECT workspace, claim FROM decision WHERE (workspace, claim) > (@workspace, @claim) ORDER BY workspace, claim LIMIT @RowsAtOnce",
                new { workspace, claim, RowsAtOnce }));
            Add(rows.Select(row => row.Claim));
            if (rows.Count < RowsAtOnce)
            {
                break;
            }

            (workspace, claim) = rows[^1];
        }

        lock (gate)
        {
            (filter, loading) = (next, null);
        }
    }

    private void Add(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            Add(key);
        }
    }
}
