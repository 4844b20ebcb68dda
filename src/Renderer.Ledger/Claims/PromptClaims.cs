namespace Renderer.Ledger;

/// <summary>Claims that somebody waits for: those that come while one transaction is under way share the next.</summary>
internal sealed class PromptClaims(Database database, ClaimBatch batch, ClaimLookup lookup, KnownClaims known)
{
    /// <summary>An open waits so long: half of its budget.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private const int AtOnce = 100;

    private static readonly string[] Columns = ["workspace", "claim", "batch"];

    private readonly Lock gate = new();
    private List<PromptClaim> waiting = [];
    private bool running;

    /// <summary>There is no other node: nobody else could be first.</summary>
    public bool IsAlone => database.Engine.Kind == LedgerKind.Sqlite;

    /// <summary>The value that holds the key in the database.</summary>
    /// <exception cref="LedgerUnavailableException"/>
    public async Task<byte[]?> ClaimAsync(PromptClaim asked)
    {
        // Another node may have been first, under another listed key; under the same one the database tells.
        if (asked.Keys.Count > 1 && await lookup.FindAsync(asked.Claim.Workspace, asked.Keys) is { } earlier)
        {
            return earlier;
        }

        lock (gate)
        {
            waiting.Add(asked);
            if (!running)
            {
                running = true;
                _ = Task.Run(RunAsync);
            }
        }

        return await asked.Written;
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } some)
        {
            try
            {
                known.Wrote(await database.WriteAsync(session => WriteAsync(session, some)));

                // After the commit, so that a new reading of the claims finds it in one of both places.
                some.ForEach(each => known.Add(each.Claim.Key));
                some.ForEach(each => each.Commit());
            }
            catch (Exception fault)
            {
                some.ForEach(each => each.Fail(fault));
            }
        }
    }

    private async Task<long> WriteAsync(Session session, IReadOnlyList<PromptClaim> some)
    {
        var number = await batch.WriteAsync(session, database.Engine.ForShare, [.. some.Select(each => each.Claim)]);

        // Of an erased person nothing is kept, and nothing has to agree.
        var held = await lookup.FindAsync(session, [.. some.Select(each => (each.Claim.Workspace, each.Keys))]);
        var late = some.Where((each, i) => !each.Settle(held[i] ?? each.Claim.Value)).ToList();

        // Whoever asked was told something else meanwhile.
        await session.ExecuteManyAsync(
            "DELETE FROM decision WHERE workspace = @workspace AND claim = @claim AND batch = @batch",
            Columns,
            [.. late.Select(each => new object[] { each.Claim.Workspace, each.Claim.Key, number })]);
        return number;
    }

    private List<PromptClaim> Next()
    {
        lock (gate)
        {
            // A statement may name a row once.
            var live = waiting.Where(each => !each.IsGivenUp).ToList();
            var some = live.DistinctBy(each => (each.Claim.Workspace, each.Claim.Key)).Take(AtOnce).ToList();
            waiting = [.. live.Except(some)];
            running = some.Count > 0;
            return some;
        }
    }
}
