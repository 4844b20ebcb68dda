using System.Data.Common;
using Dapper;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Renderer.Ledger;

/// <summary>A file: WAL, so that a reader never waits for a writer; secure_delete, so that what is deleted is overwritten.</summary>
internal sealed class SqliteEngine : IEngine
{
    private const int PageBytes = 4096;

    private readonly string connectionString;
    private readonly string file;
    private readonly string pragmas;

    public SqliteEngine(SqliteConnectionStringBuilder settings, long? maxFileBytes)
    {
        // The driver's own default, 30 s, would hold a request that long when another process has the lock.
        if (!settings.ShouldSerialize("Default Timeout"))
        {
            settings.DefaultTimeout = 2;
        }

        (connectionString, file) = (settings.ConnectionString, settings.DataSource);
        pragmas = "PRAGMA busy_timeout = 250; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
            + (maxFileBytes is { } most ? $"PRAGMA max_page_count = {Math.Max(1, most / PageBytes)};" : "");
    }

    public LedgerKind Kind => LedgerKind.Sqlite;

    public string ForShare => "";

    public string Bytes => "BLOB";

    public int Writers => 1;

    public async ValueTask<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>IMMEDIATE: a transaction that began as a reader could not become a writer without failing.</summary>
    public async ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection)
    {
        await connection.ExecuteAsync(pragmas);
        return ((SqliteConnection)connection).BeginTransaction(deferred: false);
    }

    public void Migrate(ILogger logger)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var connection = new SqliteConnection(connectionString);
        connection.Open();

        // Before the first table: SQLite cannot change it later without rewriting the file.
        connection.Execute($"PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; {pragmas}");
        using var shared = new SharedConnection(connection);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Migrations.Run(DeployChanges.To.SqliteDatabase(shared), bytes: Bytes, sequence: "INTEGER PRIMARY KEY AUTOINCREMENT", logger);
                return;
            }
            catch (SqliteException lost) when (lost.SqliteErrorCode == raw.SQLITE_ERROR && attempt < 5)
            {
                // Another process made the same table first. The next look finds it in the journal.
            }
        }
    }

    public string? Explain(Exception fault) => fault switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } =>
            "The ledger's file is locked by another program. End what holds it.",
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } =>
            "The ledger's file is full: the disk, or the limit that is set for it. Make room.",
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM } or UnauthorizedAccessException =>
            "The ledger's file cannot be opened for writing. Set Renderer__Ledger to a file in a folder where Renderer may write.",
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } =>
            "The ledger's file is damaged, or no SQLite database. Put it back from a backup.",
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } or IOException =>
            "The ledger's file cannot be read or written. Look at its disk.",
        _ => null,
    };

    public void DropConnections()
    {
        // A file has no connection that dies.
    }

    /// <summary>Deleted cells are zeroed by secure_delete; this returns free pages and empties the log, which still holds what the pages were.</summary>
    public async Task<bool> ScrubAsync()
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(pragmas);
        await connection.QueryAsync<long>("PRAGMA incremental_vacuum(1000)");
        return await connection.QueryFirstAsync<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
        return ValueTask.CompletedTask;
    }
}
