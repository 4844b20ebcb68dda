using Dapper;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Looks claims up, each under all its keys, in one query.</summary>
internal sealed class ClaimLookup(Database database, IOwnKeys ownKeys, TimeProvider clock)
{
    public async Task<byte[]?> FindAsync(string workspace, IReadOnlyList<string> keys) =>
        (await database.ReadAsync(session => FindAsync(session, [(workspace, keys)])))[0];

    /// <summary>Of each claim the value that holds it, or null; its first key that is held counts.</summary>
    public async Task<IReadOnlyList<byte[]?>> FindAsync(Session session, IReadOnlyList<(string Workspace, IReadOnlyList<string> Keys)> claims)
    {
        var parameters = new DynamicParameters(new { now = Instant.From(clock.GetUtcNow()).Micros });
        var names = parameters.Values(claims.SelectMany(claim => claim.Keys.Select(key => new object[] { claim.Workspace, key })));
        var rows = (await session.QueryAsync<(string Workspace, string Claim, byte[] Sealed, byte[] Key)>(
            $"""
            SELECT d.workspace, d.claim, d.sealed, k.sealed_key
            FROM decision d JOIN person_key k ON k.workspace = d.workspace AND k.person = d.person
            WHERE (d.workspace, d.claim) IN ({names}) AND d.expires_at > @now
            """,
            parameters)).ToDictionary(row => (row.Workspace, row.Claim));
        return [.. claims.Select(claim => claim.Keys
            .Select(key => rows.TryGetValue((claim.Workspace, key), out var row)
                ? ownKeys.OpenUnder(row.Key, ClaimBatch.PurposeOf(claim.Workspace, key), row.Sealed)
                : null)
            .FirstOrDefault(value => value is not null))];
    }
}
