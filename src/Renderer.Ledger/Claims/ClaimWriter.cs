using Microsoft.Extensions.Logging;

namespace Renderer.Ledger;

/// <summary>Writes what is pending behind the requests, in batches; what cannot be written stays pending.</summary>
internal sealed partial class ClaimWriter(
    Database database, PendingClaims pending, KnownClaims known, ClaimBatch batch, LedgerMetrics metrics, int batchSize, ILogger logger)
{
    /// <summary>Writes all that is pending. False when the ledger could not take it.</summary>
    public async Task<bool> WriteAsync()
    {
        while (pending.Oldest(batchSize) is { Count: > 0 } claims)
        {
            try
            {
                known.Wrote(await database.WriteAsync(session => batch.WriteAsync(session, database.Engine.ForShare, claims)));
                metrics.Written(claims.Count);
            }
            catch (LedgerUnavailableException)
            {
                metrics.WriteFailed();
                return false;
            }
            catch (Exception bug)
            {
                // It would fail again, and hold up all that come after it.
                metrics.WriteFailed();
                metrics.Dropped(claims.Count);
                Log.Refused(logger, claims.Count, bug);
            }

            pending.Remove(claims);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The ledger refused {Count} decisions; they are lost, and will be made anew.")]
        public static partial void Refused(ILogger logger, int count, Exception bug);
    }
}
