using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>The recording of messages and events, put together.</summary>
internal sealed partial class Recording : IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Consents consents;
    private readonly RecordWriter writer;
    private readonly RecordMetrics metrics;

    public Recording(
        LedgerOptions options, Database database, IOwnKeys ownKeys, ISealing sealing, TimeProvider clock, ILogger logger, PersonKeys people, Consents consents)
    {
        (this.clock, this.logger, this.consents) = (clock, logger, consents);
        Queue = new RecordQueue(options.RecordBytes, options.PackSize);
        var backlog = new Backlog(options.BacklogFolder, options.BacklogBytes, sealing, clock, logger);
        metrics = new RecordMetrics(Queue, backlog);
        var days = new DayTables(database);
        writer = new RecordWriter(database, Queue, backlog, days, new RecordBatch(ownKeys, people, clock), metrics, logger);
        var lookup = new RecordLookup(database, Queue, ownKeys);
        Messages = new MessageRecords(Queue, lookup, metrics, options.Retention);
        Events = new OpenEvents(Queue, lookup, metrics, consents, sealing, options.Retention, clock);
        Tokens = new HookTokens(database, sealing, clock);
        Sweep = new RecordSweep(database, days, clock, options.Retention);
    }

    public RecordQueue Queue { get; }

    public MessageRecords Messages { get; }

    public OpenEvents Events { get; }

    public HookTokens Tokens { get; }

    public RecordSweep Sweep { get; }

    public IEnumerable<Loop> Start(LedgerOptions options) =>
    [
        Loop.Every(options.WriteEvery, clock, logger, writer.WriteAsync),
        Loop.Every(options.WriteEvery, clock, logger, writer.SpillAsync),
        Loop.Every(options.FollowEvery, clock, logger, consents.WriteAsync),
    ];

    /// <summary>Writes what is pending, and leaves on disk what the ledger does not take.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await writer.WriteAsync().WaitAsync(TimeSpan.FromSeconds(3));
        }
        catch (TimeoutException)
        {
            // It is known by its pack's id, should it have been written all the same.
        }
        catch (Exception bug)
        {
            // What waits is to be put on disk all the same.
            Log.Failed(logger, bug);
        }

        writer.SpillAll();
        metrics.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The last records of messages and events could not be written to the ledger; they are left on disk.")]
        public static partial void Failed(ILogger logger, Exception bug);
    }
}
