using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>How the ledger is kept.</summary>
public sealed record LedgerOptions
{
    /// <summary>
    /// What <c>Renderer__Ledger</c> says: a file's path or <c>Data Source=…</c> for SQLite (one node), <c>Host=…</c> or
    /// <c>postgres://…</c> for PostgreSQL (any number of nodes). May carry a password, so it is never printed.
    /// </summary>
    public required string Connection { get; init; }

    /// <summary>Where this node keeps copies of keys' hashes, pointers and published versions, to start without the database; null: nowhere.</summary>
    public string? CopyFolder { get; init; }

    /// <summary>How often erasures, keys and pointers of other nodes are read, 100 ms to 2 s; default 500 ms.</summary>
    public TimeSpan FollowEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long claims gather before they are written together, at most 1 s; default 200 ms.</summary>
    public TimeSpan WriteEvery { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Claims in one transaction, 1 to 1,000; default 100. SQLite's driver finds a parameter by walking all: larger batches cost more a claim.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>Memory for claims that wait to be written, in bytes; default 32 MB. Beyond it the oldest are dropped, and counted.</summary>
    public int QueueBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Memory for records of messages and events that wait to be written, in bytes; default 32 MB. Beyond it the newest are dropped, and counted.</summary>
    public int RecordBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Records in one transaction, 1 to 5,000; default 500.</summary>
    public int PackSize { get; init; } = 500;

    /// <summary>Where records wait that the ledger cannot take, sealed; null: in memory alone.</summary>
    public string? BacklogFolder { get; init; }

    /// <summary>The most bytes that they may take there; default 1 GB.</summary>
    public long BacklogBytes { get; init; } = 1L << 30;

    /// <summary>How long what is recorded is kept; default the usual, for every workspace.</summary>
    public RetentionRules Retention { get; init; } = RetentionRules.Usual;

    /// <summary>How long a render waits for a claim's look-up; default 50 ms.</summary>
    public TimeSpan FindWithin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long after an erasure nothing of that person is stored; default 30 days.</summary>
    public TimeSpan ErasureHold { get; init; } = ErasureBoard.DefaultHold;

    /// <summary>How often what has expired is deleted; default 1 min.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most bytes that a SQLite file may take, so that the ledger never fills the disk; null: no limit. A full ledger refuses writes.</summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>Which database a connection names.</summary>
    public static LedgerKind KindOf(string connection) => ConnectionText.IsPostgres(connection) ? LedgerKind.PostgreSql : LedgerKind.Sqlite;

    /// <summary>What is wrong with a connection, in a line that does not quote it; null when it can be read.</summary>
    public static string? FaultOf(string connection)
    {
        try
        {
            _ = KindOf(connection) == LedgerKind.PostgreSql ? (object)ConnectionText.Postgres(connection) : ConnectionText.Sqlite(connection);
            return null;
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Says nothing of the connection.</summary>
    public override string ToString() => "ledger options";
}
