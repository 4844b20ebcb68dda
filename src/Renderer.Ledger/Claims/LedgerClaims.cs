using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Message decisions: remembered at once, written behind the request within a second, found for as long as they are kept. Never delays a render.</summary>
public sealed partial class LedgerClaims : IClaims
{
    private readonly ClaimLookup lookup;
    private readonly PendingClaims pending;
    private readonly KnownClaims known;
    private readonly PromptClaims prompt;
    private readonly LedgerMetrics metrics;
    private readonly TimeProvider clock;
    private readonly TimeSpan findWithin;
    private readonly ILogger logger;
    private readonly Pause pause;
    private int warned;

    internal LedgerClaims(
        ClaimLookup lookup, PendingClaims pending, KnownClaims known, PromptClaims prompt, LedgerMetrics metrics, TimeProvider clock, TimeSpan findWithin, ILogger logger)
    {
        (this.lookup, this.pending, this.known, this.prompt, this.metrics, this.clock, this.findWithin, this.logger) =
            (lookup, pending, known, prompt, metrics, clock, findWithin, logger);
        pause = new Pause(clock);
    }

    /// <summary>The value claimed for a key; null when there is none, its person was erased, or the ledger did not answer within 50 ms.</summary>
    public ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (!known.MayHold(claim.Keys))
        {
            return new((byte[]?)null);
        }

        var workspace = claim.Workspace.ToString();
        return pending.Find(workspace, claim.Keys) is { } value ? new(value)
            : pause.MayAsk() ? new(AskAsync(lookup.FindAsync(workspace, claim.Keys), findWithin, cancellationToken))
            : new((byte[]?)null);
    }

    /// <summary>
    /// Remembers a claim and returns at once, but where somebody may have been first since the message was looked for, and is written
    /// already: then the ledger is asked. Of two nodes that claim a key, the one that is written first holds it.
    /// </summary>
    public ValueTask<byte[]> ClaimAsync(Claim claim, byte[] value, CancellationToken cancellationToken) =>
        known.MayHold(claim.Keys) ? HeldOrMineAsync(claim, value, cancellationToken) : new(Remember(claim, value));

    /// <summary>The ledger takes writes again: the next time that claims are dropped is worth a new warning.</summary>
    internal void Recovered() => Volatile.Write(ref warned, 0);

    /// <summary>
    /// Claims a key in the database before it returns; null when that does not answer within 100 ms. One node's file needs no such
    /// question: what is remembered here is all there is.
    /// </summary>
    public async ValueTask<byte[]?> ClaimNowAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        if (prompt.IsAlone)
        {
            return await ClaimAsync(claim, value, cancellationToken);
        }

        // What this node said before, and could not write yet.
        var waiting = pending.Find(claim.Workspace.ToString(), claim.Keys);
        if (!pause.MayAsk())
        {
            return waiting;
        }

        var asked = new PromptClaim(Entry(claim, waiting ?? value), claim.Keys);
        byte[]? held = null;
        try
        {
            held = await AskAsync(prompt.ClaimAsync(asked), PromptClaims.Patience, cancellationToken);
        }
        finally
        {
            held ??= asked.GiveUp();
        }

        return held ?? waiting;
    }

    private async ValueTask<byte[]> HeldOrMineAsync(Claim claim, byte[] value, CancellationToken cancellationToken) =>
        await FindAsync(claim, cancellationToken) ?? Remember(claim, value);

    private byte[] Remember(Claim claim, byte[] value)
    {
        var entry = Entry(claim, value);
        var holder = pending.Add(entry, out var dropped);
        known.Add(entry.Key);
        if (dropped > 0)
        {
            metrics.Dropped(dropped);
            if (Interlocked.Exchange(ref warned, 1) == 0)
            {
                Log.QueueFull(logger);
            }
        }

        return holder;
    }

    private PendingClaim Entry(Claim claim, byte[] value) => new(
        claim.Workspace.ToString(), claim.Keys[0], claim.Person, value, Instant.From(clock.GetUtcNow()) + claim.Keep)
    {
        Aliases = claim.Aliases ?? [],
    };

    private async Task<byte[]?> AskAsync(Task<byte[]?> asking, TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            var value = await asking.WaitAsync(within, clock, cancellationToken);
            pause.Succeeded();
            return value;
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or TimeoutException)
        {
            // It goes on and ends by itself; nobody waits for it.
            _ = asking.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            metrics.FindFailed();
            pause.Failed();
            return null;
        }
        catch
        {
            pause.Abandoned();
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Decisions wait for the ledger in more memory than they may use; the oldest are dropped. Messages sent again may be decided anew. Bring the ledger back.")]
        public static partial void QueueFull(ILogger logger);
    }
}
