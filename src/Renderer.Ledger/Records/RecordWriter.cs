using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Renderer.Ledger;

/// <summary>Writes what is pending behind the requests, pack by pack; what the ledger cannot take goes to disk, and is written later.</summary>
internal sealed partial class RecordWriter(
    Database database, RecordQueue queue, Backlog backlog, DayTables days, RecordBatch batch, RecordMetrics metrics, ILogger logger)
{
    /// <summary>Memory for packs that wait while the ledger is slow; those beyond it go to disk.</summary>
    public const int SpillBytes = 8 * 1024 * 1024;

    private volatile bool down;

    /// <summary>Writes all that is pending, then what was left on disk. Ends early when the ledger cannot take it.</summary>
    public async Task WriteAsync()
    {
        while (queue.Take() is { } pack)
        {
            if (!await WriteAsync(pack))
            {
                queue.Return(pack);
                await SpillAsync();
                return;
            }

            queue.Remove(pack);
            await DrainAsync();
        }

        while (await DrainAsync())
        {
        }
    }

    /// <summary>Puts on disk what waits for a ledger that is down, or too slow. Apart from the writing, which may hang.</summary>
    public Task SpillAsync()
    {
        while ((down || queue.Bytes > SpillBytes) && queue.Take() is { } pack)
        {
            if (!Spill(pack))
            {
                break;
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The last words: nothing more is written to the ledger.</summary>
    public void SpillAll()
    {
        while (queue.Take(also: true) is { } pack)
        {
            try
            {
                if (!Spill(pack))
                {
                    metrics.Dropped(pack.Records.Count, DropReason.Full);
                    queue.Remove(pack);
                }
            }
            catch (Exception bug)
            {
                // The packs behind it are still to be put on disk.
                Refuse(pack.Records.Count, bug);
                queue.Remove(pack);
            }
        }
    }

    private bool Spill(Pack pack)
    {
        var isKept = false;
        try
        {
            CountFaulty(pack.Records);
            isKept = backlog.Add(pack);
        }
        finally
        {
            if (isKept)
            {
                queue.Remove(pack);
            }
            else
            {
                queue.Return(pack);
            }
        }

        return isKept;
    }

    private async Task<bool> DrainAsync()
    {
        if (backlog.Oldest() is not var (file, pack) || !await WriteAsync(pack))
        {
            return false;
        }

        backlog.Remove(file);
        return true;
    }

    /// <summary>False when it has to be tried again.</summary>
    private async Task<bool> WriteAsync(Pack pack)
    {
        CountFaulty(pack.Records);
        var records = pack.Records.Where(record => record.Body is not null).ToList();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await days.EnsureAsync(records.Where(record => record.Person is not null)
                    .Select(record => (record.Event is null ? RecordKind.Message : RecordKind.Event, DayTables.DayOf(record.At), record.KeepUntil)));
                metrics.Written(await database.WriteAsync(session => batch.WriteAsync(session, database.Engine.ForShare, pack.Id, records)));
                down = false;
                return true;
            }
            catch (LedgerUnavailableException)
            {
                down = true;
                metrics.WriteFailed();
                return false;
            }
            catch (DbException) when (attempt == 1)
            {
                // A day that was dropped meanwhile, by another node.
                days.Forget();
            }
            catch (Exception bug)
            {
                // It would fail again, and hold up all that come after it.
                metrics.WriteFailed();
                Refuse(records.Count, bug);
                return true;
            }
        }
    }

    /// <summary>Those whose text cannot be made are lost, each once.</summary>
    private void CountFaulty(IReadOnlyList<PendingRecord> records)
    {
        var faulty = records.Where(record => record.Body is null && !record.IsCounted).ToList();
        foreach (var record in faulty)
        {
            record.IsCounted = true;
        }

        if (faulty is [var first, ..])
        {
            Refuse(faulty.Count, first.Fault!);
        }
    }

    private void Refuse(int count, Exception bug)
    {
        metrics.Dropped(count, DropReason.Refused);
        Log.Refused(logger, count, bug);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The ledger refused {Count} records of messages and events; they are lost.")]
        public static partial void Refused(ILogger logger, int count, Exception bug);
    }
}
