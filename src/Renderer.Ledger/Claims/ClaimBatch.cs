using Dapper;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Writes claims in one transaction: the missing keys of their people, then the claims, some in each statement. The first write of a claim wins.</summary>
internal sealed class ClaimBatch(IOwnKeys ownKeys, PersonKeys personKeys, TimeProvider clock)
{
    /// <summary>The drivers find a parameter by walking all of a statement's: many short statements cost less than one long one.</summary>
    private const int ClaimsAtOnce = 20;

    /// <returns>The number under which they are in the ledger now; those of people on hold are not, nor those that somebody else claimed first. 0 when none is.</returns>
    public async Task<long> WriteAsync(Session session, string forShare, IReadOnlyList<PendingClaim> claims)
    {
        // An erasure holds this row's lock until it is committed: from here on we see it, or it sees us.
        await session.FirstOrDefaultAsync<long>($"SELECT value FROM counter WHERE name = '{Counters.Erasures}'{forShare}");
        claims = await AllowedAsync(session, claims);
        if (claims.Count == 0)
        {
            return 0;
        }

        // A lock until the commit: nodes write one batch after another, so that no two can wait for each other.
        var batch = await Counters.NextAsync(session, Counters.Decisions);
        foreach (var some in claims.Chunk(ClaimsAtOnce))
        {
            await WriteAsync(session, some, batch);
        }

        return batch;
    }

    private async Task WriteAsync(Session session, IReadOnlyList<PendingClaim> claims, long batch)
    {
        var keys = await personKeys.OfAsync(
            session,
            claims.GroupBy(claim => (claim.Workspace, claim.Person)).ToDictionary(group => group.Key, group => group.Max(claim => claim.ExpiresAt)));
        var rows = claims
            .Where(claim => keys.ContainsKey((claim.Workspace, claim.Person)))
            .Select(claim => (Claim: claim, Sealed: ownKeys.SealUnder(keys[(claim.Workspace, claim.Person)], PurposeOf(claim.Workspace, claim.Key), claim.Value)))
            .Where(row => row.Sealed is not null)
            .Select(row => new object[] { row.Claim.Workspace, row.Claim.Key, row.Claim.Person, row.Sealed!, row.Claim.ExpiresAt.Micros })
            .ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var parameters = new DynamicParameters(new { now = Instant.From(clock.GetUtcNow()).Micros, batch });
        await session.ExecuteAsync(
            $"""
            WITH fresh (workspace, claim, person, sealed, expires_at) AS ({parameters.Values(rows)})
            INSERT INTO decision (workspace, claim, person, sealed, expires_at, batch)
            SELECT workspace, claim, person, sealed, expires_at, @batch FROM fresh WHERE true
            ON CONFLICT (workspace, claim)
            DO UPDATE SET person = excluded.person, sealed = excluded.sealed, expires_at = excluded.expires_at, batch = excluded.batch
            WHERE decision.expires_at <= @now
            """,
            parameters);
    }

    /// <summary>Bound into the seal, so that a row copied to another claim does not open.</summary>
    public static string PurposeOf(string workspace, string claim) => $"decision/{workspace}/{claim}";

    /// <summary>Those whose person was not erased within the hold under another name: another identifier, or the same under another listed key.</summary>
    private async Task<IReadOnlyList<PendingClaim>> AllowedAsync(Session session, IReadOnlyList<PendingClaim> claims)
    {
        var held = await personKeys.HeldAsync(session, claims.SelectMany(claim => claim.Aliases.Select(alias => (claim.Workspace, alias))));
        return held.Count == 0 ? claims : [.. claims.Where(claim => !claim.Aliases.Any(alias => held.Contains((claim.Workspace, alias))))];
    }
}
