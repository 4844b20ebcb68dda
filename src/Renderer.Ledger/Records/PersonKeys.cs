using Dapper;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>People's own keys within a batch: found, made where there is none, and none for whoever was erased within the hold.</summary>
internal sealed class PersonKeys(IOwnKeys ownKeys, TimeProvider clock, TimeSpan erasureHold)
{
    /// <summary>A key in use is not touched again until this much of its time is over, so that most batches change no key.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    private const int AtOnce = 50;

    private static readonly string[] Columns = ["workspace", "person", "key", "until", "slack", "holdFrom"];

    /// <summary>Erasures before this are over: their people may be stored again.</summary>
    public long HoldFrom => (Instant.From(clock.GetUtcNow()) - erasureHold).Micros;

    /// <summary>Those of these names that were erased within the hold.</summary>
    public async Task<IReadOnlySet<(string Workspace, string Person)>> HeldAsync(Session session, IEnumerable<(string Workspace, string Person)> people)
    {
        var held = new HashSet<(string, string)>();
        foreach (var some in people.Distinct().Chunk(AtOnce))
        {
            var parameters = new DynamicParameters(new { holdFrom = HoldFrom });
            var names = parameters.Values(some.Select(name => new object[] { name.Workspace, name.Person }));
            held.UnionWith(await session.QueryAsync<(string, string)>(
                $"SELECT workspace, person FROM erasure WHERE (workspace, person) IN ({names}) AND erased_at > @holdFrom", parameters));
        }

        return held;
    }

    /// <summary>The sealed key of each person, to be kept at least so long.</summary>
    public async Task<IReadOnlyDictionary<(string Workspace, string Person), byte[]>> OfAsync(
        Session session, IReadOnlyDictionary<(string Workspace, string Person), Instant> keepUntil)
    {
        var keys = new Dictionary<(string, string), byte[]>();
        var wanting = await FindAsync(session, [.. keepUntil.Keys], keepUntil, keys);
        if (wanting.Count == 0)
        {
            return keys;
        }

        // The lock that batches of claims take too: of two batches that make keys, none waits for a key of the other's.
        await Counters.HoldAsync(session, Counters.Decisions);
        await session.ExecuteManyAsync(
            """
            INSERT INTO person_key (workspace, person, sealed_key, keep_until)
            SELECT @workspace, @person, @key, @until + @slack
            WHERE NOT EXISTS (
              SELECT 1 FROM erasure WHERE erasure.workspace = @workspace AND erasure.person = @person AND erased_at > @holdFrom)
            ON CONFLICT (workspace, person)
            DO UPDATE SET keep_until = excluded.keep_until WHERE person_key.keep_until < excluded.keep_until - @slack
            """,
            Columns,
            [.. wanting.Select(person => new object[]
            {
                person.Workspace, person.Person, ownKeys.MakeKey(), keepUntil[person].Micros, (long)Slack.TotalMicroseconds, HoldFrom,
            })]);
        await FindAsync(session, wanting, keepUntil, keys);
        return keys;
    }

    /// <returns>Those who have none, or one that is not kept long enough.</returns>
    private static async Task<IReadOnlyList<(string Workspace, string Person)>> FindAsync(
        Session session,
        IReadOnlyList<(string Workspace, string Person)> people,
        IReadOnlyDictionary<(string Workspace, string Person), Instant> keepUntil,
        Dictionary<(string, string), byte[]> keys)
    {
        var wanting = new HashSet<(string, string)>(people);
        foreach (var some in people.Chunk(AtOnce))
        {
            var parameters = new DynamicParameters();
            var names = parameters.Values(some.Select(person => new object[] { person.Workspace, person.Person }));
            foreach (var (workspace, person, key, until) in await session.QueryAsync<(string, string, byte[], long)>(
                $"SELECT workspace, person, sealed_key, keep_until FROM person_key WHERE (workspace, person) IN ({names})", parameters))
            {
                keys[(workspace, person)] = key;
                if (until >= keepUntil[(workspace, person)].Micros)
                {
                    wanting.Remove((workspace, person));
                }
            }
        }

        return [.. wanting];
    }
}
