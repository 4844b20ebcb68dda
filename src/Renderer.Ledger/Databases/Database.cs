using Microsoft.Extensions.Logging;

namespace Renderer.Ledger;

/// <summary>The one way to the database: migrated before its first use, its failures told apart from bugs, its state known.</summary>
internal sealed partial class Database(IEngine engine, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim migrating = new(1);
    private readonly SemaphoreSlim writing = new(engine.Writers);
    private volatile bool migrated;
    private volatile string? fault = "The ledger was not asked yet.";

    public IEngine Engine => engine;

    /// <summary>What was wrong the last time; null when it answered.</summary>
    public string? Fault => fault;

    /// <summary>Reads. Cancelling stops the waiting, not the database.</summary>
    /// <exception cref="LedgerUnavailableException">The database cannot do it now.</exception>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken cancellationToken = default) =>
        RunAsync(
            async () =>
            {
                await using var connection = await engine.OpenAsync();
                return await read(new Session(connection));
            },
            cancellationToken);

    /// <summary>Writes in one transaction, committed when this returns. Not to be cancelled half-way.</summary>
    /// <exception cref="LedgerUnavailableException">The database cannot do it now; nothing was written.</exception>
    public Task<T> WriteAsync<T>(Func<Session, Task<T>> write) =>
        RunAsync(() => AloneAsync(async () =>
        {
            await using var connection = await engine.OpenAsync();
            await using var transaction = await engine.BeginWriteAsync(connection);
            var result = await write(new Session(connection, transaction));
            await transaction.CommitAsync();
            return result;
        }));

    /// <summary>Gets deleted bytes off the disk; false when it has to be tried again later.</summary>
    public async Task<bool> ScrubAsync()
    {
        try
        {
            return await RunAsync(() => AloneAsync(engine.ScrubAsync));
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    /// <summary>On the pool: SQLite's driver holds its thread while it waits.</summary>
    private Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken = default) =>
        Task.Run(
            async () =>
            {
                try
                {
                    await MigrateOnceAsync();
                    var result = await work();
                    fault = null;
                    return result;
                }
                catch (Exception cause) when (engine.Explain(cause) is { } explanation)
                {
                    Note(explanation, cause);
                    throw new LedgerUnavailableException(explanation, cause);
                }
            },
            CancellationToken.None).WaitAsync(cancellationToken);

    private async Task<T> AloneAsync<T>(Func<Task<T>> work)
    {
        if (!await writing.WaitAsync(TimeSpan.FromSeconds(5)))
        {
            throw new LedgerUnavailableException("The ledger is busy with earlier writes.");
        }

        try
        {
            return await work();
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task MigrateOnceAsync()
    {
        if (migrated)
        {
            return;
        }

        await migrating.WaitAsync();
        try
        {
            if (!migrated)
            {
                engine.Migrate(logger);
                migrated = true;
            }
        }
        finally
        {
            migrating.Release();
        }
    }

    private void Note(string explanation, Exception cause)
    {
        if (fault != explanation)
        {
            Log.Unavailable(logger, explanation, cause);
        }

        fault = explanation;
        engine.DropConnections();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger is unavailable. {Explanation}")]
        public static partial void Unavailable(ILogger logger, string explanation, Exception cause);
    }
}
