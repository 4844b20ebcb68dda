using Renderer.Model;
using StackExchange.Redis;

namespace Renderer.Profiles.Cache;

/// <summary>Claims over Redis: the first value given for a key holds. Fast and forgetful; the ledger is what remembers.</summary>
internal sealed class RedisClaims(RedisLink link, ISealing sealing) : IClaims
{
    private const string Purpose = "claim";

    /// <summary>What is asked for again is asked for soon; the ledger remembers it for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public async ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (claim.Keys.Count == 1)
        {
            var (_, only) = await link.AskAsync(database => database.StringGetAsync(Key(claim.Workspace, claim.Keys[0])), RedisLink.Patience);
            return Open(only);
        }

        var (_, values) = await link.AskAsync(
            database => Task.WhenAll(claim.Keys.Select(key => database.StringGetAsync(Key(claim.Workspace, key)))), RedisLink.Patience);
        return values?.Select(Open).FirstOrDefault(value => value is not null);
    }

    public async ValueTask<byte[]> ClaimAsync(Claim claim, byte[] value, CancellationToken cancellationToken) =>
        await ClaimNowAsync(claim, value, cancellationToken) ?? value;

    public async ValueTask<byte[]?> ClaimNowAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        // Under an older key somebody may have been first.
        if (claim.Keys.Count > 1 && await FindAsync(claim, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var held = sealing.Seal(Purpose, value);
        var (answered, first) = await link.AskAsync(database => PutAsync(database, claim, held, When.NotExists), RedisLink.Patience);
        return !answered ? null : first ? value : await FindAsync(claim, cancellationToken);
    }

    /// <summary>Under all listed keys: one that was first under an older key would be found before it.</summary>
    public async ValueTask CorrectAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        var held = sealing.Seal(Purpose, value);
        await link.AskAsync(
            async database =>
            {
                var older = claim.Keys.Skip(1).Select(key => database.KeyDeleteAsync(Key(claim.Workspace, key)));
                await Task.WhenAll(older.Append(PutAsync(database, claim, held, When.Always)));
                return true;
            },
            RedisLink.Patience);
    }

    /// <summary>Drops all claims that bear a person of these names, and says how many.</summary>
    public async ValueTask<int> ForgetAsync(WorkspaceName workspace, IReadOnlyList<string> people)
    {
        var dropped = 0;
        foreach (var person in people)
        {
            var (_, keys) = await link.AskAsync(database => database.SetMembersAsync(Index(workspace, person)), RedisLink.Patience);
            foreach (var key in keys ?? [])
            {
                var (_, was) = await link.AskAsync(database => database.KeyDeleteAsync(Key(workspace, key.ToString())), RedisLink.Patience);
                dropped += was ? 1 : 0;
            }

            await link.AskAsync(database => database.KeyDeleteAsync(Index(workspace, person)), RedisLink.Patience);
        }

        return dropped;
    }

    // The index first: a claim that could not be found by its person could not be erased.
    private static async Task<bool> PutAsync(IDatabase database, Claim claim, byte[] held, When when)
    {
        var index = Index(claim.Workspace, claim.Person);
        var indexed = database.SetAddAsync(index, claim.Keys[0]);
        var keep = claim.Keep < Longest ? claim.Keep : Longest;
        var kept = database.KeyExpireAsync(index, keep);
        var first = database.StringSetAsync(Key(claim.Workspace, claim.Keys[0]), held, keep, when);
        await Task.WhenAll(indexed, kept, first);
        return await first;
    }

    private static RedisKey Key(WorkspaceName workspace, string key) => $"r:{workspace}:c:{key}";

    private static RedisKey Index(WorkspaceName workspace, string person) => $"r:{workspace}:i:{person}";

    private byte[]? Open(RedisValue value) => value.IsNull ? null : sealing.Open(Purpose, (byte[])value!);
}
