using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What must outlive a restart, in SQLite or PostgreSQL. It opens also when the database does not answer: then it follows as soon as it does.</summary>
public sealed class LedgerStore : IAsyncDisposable
{
    /// <summary>How long closing, and the first look at the database, may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LedgerOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Database database;
    private readonly PendingClaims pending;
    private readonly LedgerMetrics metrics;
    private readonly KnownClaims known;
    private readonly ClaimWriter writer;
    private readonly ExpiredSweep sweep;
    private readonly Recording recording;
    private readonly List<Loop> loops = [];
    private bool closed;

    internal LedgerStore(LedgerOptions options, IOwnKeys ownKeys, ISealing sealing, ErasureBoard board, TimeProvider clock, ILoggerFactory loggers)
    {
        (this.options, this.clock) = (options, clock);
        logger = loggers.CreateLogger("Renderer.Ledger");
        var copies = new CopyFolder(options.CopyFolder);
        database = new Database(EngineOf(options), logger);
        pending = new PendingClaims(options.QueueBytes);
        metrics = new LedgerMetrics(() => pending.Count);
        known = new KnownClaims(database, pending);
        var people = new PersonKeys(ownKeys, clock, options.ErasureHold);
        var batch = new ClaimBatch(ownKeys, people, clock);
        writer = new ClaimWriter(database, pending, known, batch, metrics, options.BatchSize, logger);
        sweep = new ExpiredSweep(database, clock);

        Keys = new AccessKeys(database, copies, clock);
        Consents = new Consents(database, people, copies, clock);
        recording = new Recording(options, database, ownKeys, sealing, clock, logger, people, Consents);
        Erasures = new Erasures(database, board, clock, pending, recording.Queue, Consents);
        var lookup = new ClaimLookup(database, ownKeys, clock);
        Claims = new LedgerClaims(lookup, pending, known, new PromptClaims(database, batch, lookup, known), metrics, clock, options.FindWithin, logger);
        Audit = new AuditTrail(database, clock);
        Versions = new PublishedVersions(database, copies, clock);
        Grants = new LedgerGrants(database, clock);
        Slots = new SlotSwitches(database, copies, clock);
        Deliveries = new DeliveryBook(database, sealing, clock);
    }

    /// <summary>Who may call.</summary>
    public AccessKeys Keys { get; }

    /// <summary>Who was erased.</summary>
    public Erasures Erasures { get; }

    /// <summary>Message decisions.</summary>
    public LedgerClaims Claims { get; }

    /// <summary>What messages decided.</summary>
    public MessageRecords Messages => recording.Messages;

    /// <summary>Opens, clicks and actions.</summary>
    public OpenEvents Events => recording.Events;

    /// <summary>Which proofs of webhooks were used.</summary>
    public HookTokens HookTokens => recording.Tokens;

    /// <summary>What people agreed to.</summary>
    public Consents Consents { get; }

    /// <summary>Who did what.</summary>
    public AuditTrail Audit { get; }

    /// <summary>Published versions, and the pointers to the current ones.</summary>
    public PublishedVersions Versions { get; }

    /// <summary>What connections were granted.</summary>
    public LedgerGrants Grants { get; }

    /// <summary>Which slots are switched off.</summary>
    public SlotSwitches Slots { get; }

    /// <summary>What was sent through ESPs under callers' idempotency keys.</summary>
    public DeliveryBook Deliveries { get; }

    /// <summary>How it is now; costs nothing.</summary>
    public LedgerHealth Health => new(database.Engine.Kind, database.Fault is null, pending.Count, database.Fault);

    /// <summary>Opens the ledger: creates or upgrades its tables, reads erasures, keys and pointers, and goes on following them.</summary>
    /// <param name="options">How it is kept.</param>
    /// <param name="ownKeys">Makes and uses people's own keys.</param>
    /// <param name="sealing">Makes opaque names, and seals what waits on disk.</param>
    /// <param name="board">This node's board of erasures.</param>
    /// <param name="clock">Dates, limits and intervals.</param>
    /// <param name="loggers">Where it says what happens to it.</param>
    /// <exception cref="ArgumentException"><see cref="LedgerOptions.Connection"/> cannot be read; the message says what it may be.</exception>
    public static async Task<LedgerStore> OpenAsync(
        LedgerOptions options, IOwnKeys ownKeys, ISealing sealing, ErasureBoard board, TimeProvider clock, ILoggerFactory loggers)
    {
        var store = new LedgerStore(options, ownKeys, sealing, board, clock, loggers);
        await store.StartAsync();
        return store;
    }

    /// <summary>Writes what is pending, if that can be done within 5 s, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (closed)
        {
            return;
        }

        closed = true;
        foreach (var loop in loops)
        {
            await loop.DisposeAsync();
        }

        await IgnoreAsync(writer.WriteAsync);
        await recording.DisposeAsync();
        metrics.Dispose();
        await database.DisposeAsync();
    }

    internal async Task StartAsync()
    {
        await IgnoreAsync(FollowAsync);
        loops.Add(Loop.Every(options.FollowEvery, clock, logger, FollowAsync));
        loops.Add(Loop.Every(options.FollowEvery, clock, logger, known.FollowAsync));
        loops.Add(Loop.Every(options.WriteEvery, clock, logger, WriteAsync));
        loops.Add(Loop.Every(options.SweepEvery, clock, logger, SweepAsync));
        loops.AddRange(recording.Start(options));
    }

    internal async Task SweepAsync()
    {
        try
        {
            await sweep.RunAsync();
            await recording.Sweep.RunAsync();
            await Deliveries.SweepAsync();
        }
        finally
        {
            await Erasures.ScrubAsync();
        }
    }

    private async Task FollowAsync()
    {
        await Erasures.FollowAsync();
        await Consents.FollowAsync();
        await Keys.FollowAsync();
        await Versions.FollowAsync();
        await Slots.FollowAsync();
    }

    private async Task WriteAsync()
    {
        if (await writer.WriteAsync())
        {
            Claims.Recovered();
        }
    }

    /// <summary>The ledger being away is said by its health and its log; it hinders neither start nor end.</summary>
    private static async Task IgnoreAsync(Func<Task> work)
    {
        try
        {
            await work().WaitAsync(Patience);
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or TimeoutException)
        {
        }
    }

    private static IEngine EngineOf(LedgerOptions options) => LedgerOptions.KindOf(options.Connection) == LedgerKind.PostgreSql
        ? new PostgresEngine(ConnectionText.Postgres(options.Connection))
        : new SqliteEngine(ConnectionText.Sqlite(options.Connection), options.MaxFileBytes);
}
