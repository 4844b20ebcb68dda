using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>The audit: append-only. What the ledger itself does (keys, erasures, publishing) it enters itself, in the same transaction.</summary>
public sealed class AuditTrail
{
    /// <summary>The most entries of a page.</summary>
    public const int MostPerPage = 500;

    private readonly Database database;
    private readonly TimeProvider clock;

    internal AuditTrail(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    /// <summary>Enters what somebody did, now.</summary>
    /// <exception cref="LedgerUnavailableException">It was not entered: what it is about must not be done or shown.</exception>
    public Task AppendAsync(WorkspaceName workspace, string who, AuditAction action, string @object) =>
        database.WriteAsync(session => AppendAsync(session, new AuditEntry(clock.GetUtcNow(), workspace, who, action, @object)));

    /// <summary>Reads a page, newest first.</summary>
    /// <param name="workspace">Whose audit.</param>
    /// <param name="before">The <see cref="AuditPage.Next"/> of the page above; null for the newest.</param>
    /// <param name="count">1 to <see cref="MostPerPage"/>; others are brought into that range.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LedgerUnavailableException"/>
    public async Task<AuditPage> ReadAsync(WorkspaceName workspace, long? before = null, int count = 100, CancellationToken cancellationToken = default)
    {
        count = Math.Clamp(count, 1, MostPerPage);
        var rows = await database.ReadAsync(
            session => session.QueryAsync<(long Seq, string Who, string Action, string Object, long At)>(
                """
                SELECT seq, who, action, object, at FROM audit
                WHERE workspace = @workspace AND seq < @before ORDER BY seq DESC LIMIT @limit
                """,
                new { workspace = workspace.ToString(), before = before ?? long.MaxValue, limit = count + 1 }),
            cancellationToken);
        var entries = rows.Take(count)
            .Select(row => new AuditEntry(new Instant(row.At).ToDate(), workspace, row.Who, AuditActions.Parse(row.Action), row.Object))
            .ToList();
        return new AuditPage(entries, rows.Count > count ? rows[count - 1].Seq : null);
    }

    internal static async Task<bool> AppendAsync(Session session, AuditEntry entry) =>
        await session.ExecuteAsync(
            "INSERT INTO audit (workspace, who, action, object, at) VALUES (@workspace, @who, @action, @object, @at)",
            new
            {
                workspace = entry.Workspace.ToString(),
                who = PlainText.Of(entry.Who),
                action = entry.Action.Label(),
                @object = PlainText.Of(entry.Object),
                at = Instant.From(entry.At).Micros,
            }) == 1;
}
