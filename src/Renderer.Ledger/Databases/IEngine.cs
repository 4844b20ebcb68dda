using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Renderer.Ledger;

/// <summary>What differs between SQLite and PostgreSQL; all else is one set of SQL.</summary>
internal interface IEngine : IAsyncDisposable
{
    LedgerKind Kind { get; }

    /// <summary>Ends a SELECT whose rows must not change before our transaction ends.</summary>
    string ForShare { get; }

    /// <summary>The type of columns of bytes.</summary>
    string Bytes { get; }

    /// <summary>Writers that may be at work at once in this process.</summary>
    int Writers { get; }

    ValueTask<DbConnection> OpenAsync();

    /// <summary>Begins a transaction that writes, and that gives up on a lock after a few seconds.</summary>
    ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection);

    /// <summary>Creates or upgrades the tables; safe when several nodes do it at once.</summary>
    void Migrate(ILogger logger);

    /// <summary>What to do about a failure that is the database's state; null for what is a bug of ours.</summary>
    string? Explain(Exception fault);

    /// <summary>Forgets pooled connections that may be dead.</summary>
    void DropConnections();

    /// <summary>Gets deleted bytes off the disk, as far as the database can; false when it has to be tried again later.</summary>
    Task<bool> ScrubAsync();
}
