using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using DbUp;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Renderer.Ledger;

/// <summary>A server that all nodes share.</summary>
internal sealed class PostgresEngine : IEngine
{
    /// <summary>Any number, as long as nothing else in that database uses it.</summary>
    private const long MigrationLock = 0x52_45_4e_44_45_52;

    private readonly NpgsqlDataSource source;

    public PostgresEngine(NpgsqlConnectionStringBuilder settings)
    {
        // Shorter than the driver's (15 and 30 s) where the operator says nothing: a request waits for some of this.
        Default("Timeout", () => settings.Timeout = 3);
        Default("Command Timeout", () => settings.CommandTimeout = 5);
        Default("Cancellation Timeout", () => settings.CancellationTimeout = 500);

        // What is written and looked up again and again is parsed and planned once for each connection: of a record that is two fifths of the server's time.
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 40);
        Default("Auto Prepare Min Usages", () => settings.AutoPrepareMinUsages = 2);
        Default("Application Name", () => settings.ApplicationName = "renderer");
        source = NpgsqlDataSource.Create(settings);

        void Default(string keyword, Action set)
        {
            if (!settings.ShouldSerialize(keyword))
            {
                set();
            }
        }
    }

    public LedgerKind Kind => LedgerKind.PostgreSql;

    public string ForShare => " FOR SHARE";

    public string Bytes => "BYTEA";

    public int Writers => 8;

    public async ValueTask<DbConnection> OpenAsync() => await source.OpenConnectionAsync();

    public async ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection)
    {
        var transaction = await connection.BeginTransactionAsync();

        // A node that hangs in a transaction must not hold up the others' erasures.
        await connection.ExecuteAsync(
            "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '5s'",
            transaction: transaction);
        return transaction;
    }

    public void Migrate(ILogger logger)
    {
        using var alone = source.OpenConnection();
        alone.Execute("SELECT pg_advisory_lock(@MigrationLock)", new { MigrationLock }, commandTimeout: 60);
        try
        {
            Migrations.Run(
                DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(source)),
                bytes: Bytes, sequence: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", logger);
        }
        finally
        {
            alone.Execute("SELECT pg_advisory_unlock(@MigrationLock)", new { MigrationLock });
        }
    }

    // Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html
    public string? Explain(Exception fault) => fault switch
    {
        PostgresException { SqlState: ['2', '8', ..] } => "PostgreSQL refuses the login in Renderer__Ledger. Correct user and password.",
        PostgresException { SqlState: ['3', 'D', ..] } => "PostgreSQL knows no such database. Create it, or correct Renderer__Ledger.",
        PostgresException { SqlState: "42501" } => "PostgreSQL denies the ledger's user a right. It must own its tables, or be allowed to create them.",
        PostgresException { SqlState: ['2', '5', ..] } => "PostgreSQL is read-only. Point Renderer__Ledger at the primary.",
        PostgresException { SqlState: ['5', '3', ..] } => "PostgreSQL has run out of disk, memory or connections. Make room.",
        PostgresException { SqlState: ['5', '5', ..] or ['4', '0', ..] } => "PostgreSQL holds a lock that the ledger waited for too long.",
        PostgresException { SqlState: ['0', '8', ..] or ['5', '7', ..] or ['5', '8', ..] or ['X', 'X', ..] } => Silent,
        PostgresException => null,
        NpgsqlException or SocketException or TimeoutException or IOException => Silent,
        _ => null,
    };

    public void DropConnections() => source.Clear();

    /// <summary>Frees the deleted rows' space for others to overwrite. PostgreSQL cannot zero them: what they held was itself sealed.</summary>
    public async Task<bool> ScrubAsync()
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(new CommandDefinition("VACUUM person_key", commandTimeout: 0));
        return true;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private const string Silent = "PostgreSQL does not answer. Start it, or correct Renderer__Ledger.";
}
