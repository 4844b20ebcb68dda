using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Deletes what has expired, in batches small enough that nobody waits for them.</summary>
internal sealed class ExpiredSweep(Database database, TimeProvider clock)
{
    private const int AtOnce = 1000;

    public async Task RunAsync()
    {
        while (await DeleteAsync("DELETE FROM decision WHERE (workspace, claim) IN (SELECT workspace, claim FROM decision WHERE expires_at <= @now LIMIT @AtOnce)")
            || await DeleteAsync("DELETE FROM person_key WHERE (workspace, person) IN (SELECT workspace, person FROM person_key WHERE keep_until <= @now LIMIT @AtOnce)"))
        {
        }
    }

    /// <summary>True when there may be more.</summary>
    private async Task<bool> DeleteAsync(string sql) =>
        await database.WriteAsync(session => session.ExecuteAsync(sql, new { now = Instant.From(clock.GetUtcNow()).Micros, AtOnce })) == AtOnce;
}
