using Dapper;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Looks a claim up under all its keys in one query.</summary>
internal sealed class ClaimLookup(Database database, IOwnKeys ownKeys, TimeProvider clock)
{
    public async Task<byte[]?> FindAsync(string workspace, IReadOnlyList<string> keys)
    {
        var parameters = new DynamicParameters(new { workspace, now = Instant.From(clock.GetUtcNow()).Micros });
        var rows = await database.ReadAsync(session => session.QueryAsync<(string Claim, byte[] Sealed, byte[] Key)>(
            $"""
            SELECT d.claim, d.sealed, k.sealed_key
            FROM decision d JOIN person_key k ON k.workspace = d.workspace AND k.person = d.person
            WHERE d.workspace = @workspace AND d.claim IN ({parameters.Values(keys)}) AND d.expires_at > @now
            """,
            parameters));
        foreach (var key in keys)
        {
            var (claim, bytes, own) = rows.FirstOrDefault(row => row.Claim == key);
            if (claim is not null && ownKeys.OpenUnder(own, ClaimBatch.PurposeOf(workspace, claim), bytes) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
