using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>
/// What is sent under a caller's <c>Idempotency-Key</c>: entered before the first byte leaves, so that whatever happens to this process no
/// retry sends twice. Kept for 7 days.
/// </summary>
public sealed class DeliveryBook
{
    /// <summary>How long a retry finds what was sent.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private static readonly string[] Columns = ["workspace", "connection", "claim", "unit", "at"];
    private static readonly string[] Settled = ["workspace", "connection", "claim", "unit", "answer"];

    private readonly Database database;
    private readonly ISealing sealing;
    private readonly TimeProvider clock;

    internal DeliveryBook(Database database, ISealing sealing, TimeProvider clock) => (this.database, this.sealing, this.clock) = (database, sealing, clock);

    /// <summary>What is known of a request's messages.</summary>
    /// <exception cref="LedgerUnavailableException">Nobody can tell now: nothing may be sent.</exception>
    public async Task<IReadOnlyList<KnownDelivery>> FindAsync(DeliveryName name, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(session => RowsAsync(session, name), cancellationToken)).Select(row => Known(name, row.Unit, row.State, row.Answer))];

    /// <summary>Enters what is about to be sent, and what became of what was sent before, in one transaction.</summary>
    /// <param name="name">The request.</param>
    /// <param name="sends">The messages of each request to the ESP.</param>
    /// <param name="settled">What became of earlier ones.</param>
    /// <returns>For each of the requests whether it may be sent: false where one of its messages is another's already.</returns>
    /// <exception cref="LedgerUnavailableException">Nothing was entered: nothing may be sent.</exception>
    public Task<IReadOnlyList<bool>> BeginAsync(DeliveryName name, IReadOnlyList<IReadOnlyList<string>> sends, IReadOnlyList<SettledDelivery> settled) =>
        database.WriteAsync(async session =>
        {
            await SettleAsync(session, name, settled);
            var known = (await RowsAsync(session, name)).Select(row => row.Unit).ToHashSet(StringComparer.Ordinal);
            var may = new List<bool>(sends.Count);
            foreach (var units in sends)
            {
                var free = units.All(known.Add) && await EnterAsync(session, name, units);
                may.Add(free);
            }

            return (IReadOnlyList<bool>)may;
        });

    /// <summary>Enters what became of what was sent.</summary>
    /// <exception cref="LedgerUnavailableException">It stays "meant to be sent": a retry is told that nobody knows.</exception>
    public Task SettleAsync(DeliveryName name, IReadOnlyList<SettledDelivery> settled) =>
        settled.Count == 0 ? Task.CompletedTask : database.WriteAsync(async session =>
        {
            await SettleAsync(session, name, settled);
            return true;
        });

    internal async Task SweepAsync()
    {
        const int AtOnce = 1000;
        var until = (Instant.From(clock.GetUtcNow()) - Kept).Micros;
        while (await database.WriteAsync(session => session.ExecuteAsync(
            """
            DELETE FROM delivery WHERE (workspace, connection, claim, unit) IN (
              SELECT workspace, connection, claim, unit FROM delivery WHERE at < @until LIMIT @AtOnce)
            """,
            new { until, AtOnce })) >= AtOnce)
        {
        }
    }

    /// <summary>All of them, or none: another node may enter the same at this very moment.</summary>
    private async Task<bool> EnterAsync(Session session, DeliveryName name, IReadOnlyList<string> units)
    {
        var at = Instant.From(clock.GetUtcNow()).Micros;
        foreach (var some in units.Order(StringComparer.Ordinal).Chunk(500)) // in one order, so that no two nodes wait for each other
        {
            var rows = some.Select(unit => new object[] { name.Workspace.ToString(), name.Connection, name.Claim, unit, at }).ToList();
            if (await session.ExecuteManyAsync(
                """
                INSERT INTO delivery (workspace, connection, claim, unit, state, at) VALUES (@workspace, @connection, @claim, @unit, 0, @at)
                ON CONFLICT (workspace, connection, claim, unit) DO NOTHING
                """,
                Columns,
                rows) != some.Length)
            {
                // Whatever of it is ours stays entered: it is not sent, and a retry is told that nobody knows. That errs on the side of sending nothing.
                return false;
            }
        }

        return true;
    }

    private async Task SettleAsync(Session session, DeliveryName name, IReadOnlyList<SettledDelivery> settled)
    {
        await session.ExecuteManyAsync(
            "UPDATE delivery SET state = 1, answer = @answer WHERE workspace = @workspace AND connection = @connection AND claim = @claim AND unit = @unit",
            Settled,
            [.. settled.Where(one => one.IsAccepted).Select(one => Row(name, one.Unit, sealing.Seal(PurposeOf(name, one.Unit), one.Answer.Span)))]);
        await session.ExecuteManyAsync(
            "DELETE FROM delivery WHERE workspace = @workspace AND connection = @connection AND claim = @claim AND unit = @unit AND state = 0",
            Settled[..4],
            [.. settled.Where(one => !one.IsAccepted).Select(one => Row(name, one.Unit))]);
    }

    private static object[] Row(DeliveryName name, string unit, params object[] more) => [name.Workspace.ToString(), name.Connection, name.Claim, unit, .. more];

    private static Task<IReadOnlyList<(string Unit, int State, byte[]? Answer)>> RowsAsync(Session session, DeliveryName name) =>
        session.QueryAsync<(string Unit, int State, byte[]? Answer)>(
            "SELECT unit, state, answer FROM delivery WHERE workspace = @workspace AND connection = @connection AND claim = @claim",
            new { workspace = name.Workspace.ToString(), connection = name.Connection, claim = name.Claim })!;

    private KnownDelivery Known(DeliveryName name, string unit, int state, byte[]? answer) =>
        new(unit, state == 1, answer is null ? default : sealing.Open(PurposeOf(name, unit), answer));

    /// <summary>Bound into the seal, so that a row copied to another message does not open.</summary>
    private static string PurposeOf(DeliveryName name, string unit) => $"delivery/{name.Workspace}/{name.Connection}/{name.Claim}/{unit}";
}
