namespace Renderer.Ledger;

/// <summary>Claims that somebody waits for: those that come while one transaction is under way share the next.</summary>
internal sealed class PromptClaims(Database database, ClaimBatch batch, ClaimLookup lookup, KnownClaims known)
{
    /// <summary>An open waits so long: half of its budget.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private const int AtOnce = 100;

    private readonly Lock gate = new();
    private List<(PendingClaim Claim, TaskCompletionSource<bool> Written)> waiting = [];
    private bool running;

    /// <summary>There is no other node: nobody else could be first.</summary>
    public bool IsAlone => database.Engine.Kind == LedgerKind.Sqlite;

    /// <summary>The value that holds the key in the database.</summary>
    /// <exception cref="LedgerUnavailableException"/>
    public async Task<byte[]?> ClaimAsync(PendingClaim claim, IReadOnlyList<string> keys)
    {
        // Another node may have been first, under another listed key.
        if (await lookup.FindAsync(claim.Workspace, keys) is { } earlier)
        {
            return earlier;
        }

        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((claim, written));
            if (!running)
            {
                running = true;
                _ = Task.Run(RunAsync);
            }
        }

        await written.Task;
        known.Add(claim.Key);

        // Of an erased person nothing is kept, and nothing has to agree.
        return await lookup.FindAsync(claim.Workspace, keys) ?? claim.Value;
    }

    private async Task RunAsync()
    {
        while (Next() is { Count: > 0 } some)
        {
            try
            {
                known.Wrote(await database.WriteAsync(session => batch.WriteAsync(session, database.Engine.ForShare, [.. some.Select(each => each.Claim)])));
                some.ForEach(each => each.Written.TrySetResult(true));
            }
            catch (Exception fault)
            {
                some.ForEach(each => each.Written.TrySetException(fault));
            }
        }
    }

    private List<(PendingClaim Claim, TaskCompletionSource<bool> Written)> Next()
    {
        lock (gate)
        {
            // A statement may name a row once.
            var some = waiting.DistinctBy(each => (each.Claim.Workspace, each.Claim.Key)).Take(AtOnce).ToList();
            waiting = [.. waiting.Except(some)];
            running = some.Count > 0;
            return some;
        }
    }
}
