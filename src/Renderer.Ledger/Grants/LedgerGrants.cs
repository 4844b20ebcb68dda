using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What connections were granted, durably: a refresh token that is lost costs a person's consent.</summary>
public sealed class LedgerGrants : IGrants
{
    private readonly Database database;
    private readonly TimeProvider clock;

    internal LedgerGrants(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    /// <inheritdoc/>
    public async ValueTask<KeptGrant?> FindAsync(WorkspaceName workspace, string connection, CancellationToken cancellationToken)
    {
        try
        {
            var row = await database.ReadAsync(
                session => session.FirstOrDefaultAsync<(long Version, byte[]? Sealed)>(
                    "SELECT version, sealed FROM connection_grant WHERE workspace = @workspace AND connection = @connection",
                    new { workspace = workspace.ToString(), connection }),
                cancellationToken);
            return new KeptGrant(row.Version, row.Sealed);
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool?> KeepAsync(WorkspaceName workspace, string connection, byte[] grant, long? over) => WriteAsync(
        workspace,
        connection,
        """
        UPDATE connection_grant SET sealed = @grant, version = version + 1, held_by = NULL, held_until = 0
        WHERE workspace = @workspace AND connection = @connection AND (@any OR version = @over)
        """,
        new { workspace = workspace.ToString(), connection, grant, any = over is null, over = over ?? 0 });

    /// <inheritdoc/>
    public ValueTask<bool?> TryEnterAsync(WorkspaceName workspace, string connection, string owner, TimeSpan keep)
    {
        var now = Instant.From(clock.GetUtcNow());
        return WriteAsync(
            workspace,
            connection,
            """
            UPDATE connection_grant SET held_by = @owner, held_until = @until
            WHERE workspace = @workspace AND connection = @connection AND held_until < @now
            """,
            new { workspace = workspace.ToString(), connection, owner, until = (now + keep).Micros, now = now.Micros });
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(WorkspaceName workspace, string connection, string owner) => await WriteAsync(
        workspace,
        connection,
        """
        UPDATE connection_grant SET held_by = NULL, held_until = 0
        WHERE workspace = @workspace AND connection = @connection AND held_by = @owner
        """,
        new { workspace = workspace.ToString(), connection, owner });

    /// <inheritdoc/>
    public ValueTask<bool?> OfferAsync(WorkspaceName workspace, string connection, string link) => WriteAsync(
        workspace,
        connection,
        "UPDATE connection_grant SET link = @link WHERE workspace = @workspace AND connection = @connection",
        new { workspace = workspace.ToString(), connection, link });

    /// <inheritdoc/>
    public ValueTask<bool?> TakeAsync(WorkspaceName workspace, string connection, string link) => WriteAsync(
        workspace,
        connection,
        "UPDATE connection_grant SET link = NULL WHERE workspace = @workspace AND connection = @connection AND link = @link",
        new { workspace = workspace.ToString(), connection, link });

    /// <summary>Changes the row, made where there is none; whether it was changed.</summary>
    private async ValueTask<bool?> WriteAsync(WorkspaceName workspace, string connection, string sql, object parameters)
    {
        try
        {
            return await database.WriteAsync(async session =>
            {
                await session.ExecuteAsync(
                    "INSERT INTO connection_grant (workspace, connection) VALUES (@workspace, @connection) ON CONFLICT (workspace, connection) DO NOTHING",
                    new { workspace = workspace.ToString(), connection });
                return await session.ExecuteAsync(sql, parameters) == 1;
            });
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }
}
