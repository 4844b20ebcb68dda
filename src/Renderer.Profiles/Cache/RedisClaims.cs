using Renderer.Model;
using StackExchange.Redis;

namespace Renderer.Profiles.Cache;

/// <summary>Claims over Redis: the first value given for a key holds. Fast and forgetful; the ledger is what remembers.</summary>
internal sealed class RedisClaims(RedisLink link, ISealing sealing) : IClaims
{
    private const string Purpose = "claim";

    public async ValueTask<byte[]?> FindAsync(Claim claim, CancellationToken cancellationToken)
    {
        var (_, values) = await link.AskAsync(
            database => Task.WhenAll(claim.Keys.Select(key => database.StringGetAsync(Key(claim, key)))), RedisLink.Patience);
        return values?.Select(Open).FirstOrDefault(value => value is not null);
    }

    public async ValueTask<byte[]> ClaimAsync(Claim claim, byte[] value, CancellationToken cancellationToken)
    {
        // Under an older key somebody may have been first.
        if (claim.Keys.Count > 1 && await FindAsync(claim, cancellationToken) is { } earlier)
        {
            return earlier;
        }

        var held = sealing.Seal(Purpose, value);
        var (answered, first) = await link.AskAsync(
            database => database.StringSetAsync(Key(claim, claim.Keys[0]), held, claim.Keep, When.NotExists), RedisLink.Patience);
        return answered && !first && await FindAsync(claim, cancellationToken) is { } winner ? winner : value;
    }

    private static RedisKey Key(in Claim claim, string key) => $"r:{claim.Workspace}:c:{key}";

    private byte[]? Open(RedisValue value) => value.IsNull ? null : sealing.Open(Purpose, (byte[])value!);
}
