using Renderer.Profiles.Cache;
using Renderer.Profiles.Reading;
using StackExchange.Redis;

namespace Renderer.Profiles.Tokens;

/// <summary>One connection's tokens for all nodes, over Redis: one node asks, the others wait for what it was given. Redis away: each asks for itself.</summary>
internal sealed class SharedTokens(
    TokenPlace place, string client, RedisLink link, NodeLock turns, TokenGuard guard, TimeProvider clock)
{
    /// <summary>How long a node that died while it asked holds the others up.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for another node, which gives a request that hangs half a second before it sends a second one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(40);

    /// <summary>How long all nodes stay away after a failure that may pass.</summary>
    private static readonly TimeSpan RestFor = TimeSpan.FromMilliseconds(300);

    private readonly string turn = "t:" + place.Connection;
    private readonly RedisKey tokenKey = $"r:{place.Workspace}:t:{place.Connection}";
    private readonly RedisKey failureKey = $"r:{place.Workspace}:tf:{place.Connection}";
    private int holding;

    /// <summary>A token, another one than the refused.</summary>
    public async Task<TokenAnswer> AskAsync(
        Func<CancellationToken, Task<TokenAnswer>> ask, AccessToken? refused, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        try
        {
            // Ours hangs: a second one beside it needs no turn of its own.
            while (Volatile.Read(ref holding) == 0 && clock.GetElapsedTime(since) < Patience)
            {
                var (answered, found) = await FindAsync(refused);
                if (found is { } known)
                {
                    return known;
                }

                var token = answered ? await turns.TryEnterAsync(place.Workspace, turn, Keep, RedisLink.Patience) : null;
                if (token is null)
                {
                    break;
                }

                if (token.Length > 0)
                {
                    return await AskInTurnAsync(token, ask, refused, cancellationToken);
                }

                await Task.Delay(Poll, clock, cancellationToken);
            }

            return await AskAndTellAsync(ask, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new TokenAnswer(null, TokenFailure.TimedOut);
        }
    }

    private async Task<TokenAnswer> AskInTurnAsync(
        string token, Func<CancellationToken, Task<TokenAnswer>> ask, AccessToken? refused, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref holding);
        try
        {
            // Another node may have come back with one between our look and our turn.
            return (await FindAsync(refused)).Found ?? await AskAndTellAsync(ask, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref holding);
            await turns.LeaveAsync(place.Workspace, turn, token);
        }
    }

    private async Task<TokenAnswer> AskAndTellAsync(Func<CancellationToken, Task<TokenAnswer>> ask, CancellationToken cancellationToken)
    {
        if (guard.Refusal() is { } refusal)
        {
            return refusal;
        }

        var answer = guard.Hear(await ask(cancellationToken));
        var now = clock.GetElapsedTime(0);
        if (answer.Token is { } token)
        {
            await PutAsync(tokenKey, StoredToken.Of(client, token, DateTimeOffset.UnixEpoch), token.EndsAt - now);
            await link.AskAsync(database => database.KeyDeleteAsync(failureKey), RedisLink.Patience);
        }
        else if (!cancellationToken.IsCancellationRequested)
        {
            var broken = answer.Failure == TokenFailure.Refused ? guard.Break : null;
            var wait = answer.RetryAfter ?? (broken is null ? RestFor : broken.AskAgainAt - now);
            await PutAsync(
                failureKey, new StoredToken { For = client, Failure = answer.Failure, Error = answer.Error, Times = broken?.Times ?? 0 }, wait);
        }

        return answer;
    }

    /// <summary>What another node was given or told; and whether Redis answered at all.</summary>
    private async Task<(bool Answered, TokenAnswer? Found)> FindAsync(AccessToken? refused)
    {
        var (answered, kept) = await link.AskAsync(
            database => Task.WhenAll(database.StringGetWithExpiryAsync(tokenKey), database.StringGetWithExpiryAsync(failureKey)), RedisLink.Patience);
        if (!answered)
        {
            return (false, null);
        }

        var now = clock.GetElapsedTime(0);
        if (Open(kept![0]) is { } stored
            && stored.Access != refused?.Value
            && stored.Token(kept[0].Expiry ?? TimeSpan.Zero, now) is { } token
            && token.RenewAt > now)
        {
            guard.Mend();
            return (true, new TokenAnswer(token));
        }

        if (guard.MustAsk || Open(kept[1]) is not { Failure: not TokenFailure.None } failed)
        {
            return (true, null);
        }

        var left = kept[1].Expiry ?? TimeSpan.Zero;
        return (true, failed is { Times: > 0, Error: { } error } && OAuthErrors.Known(error) is { } known
            ? guard.Learn(known, failed.Times, left)
            : new TokenAnswer(null, failed.Failure, OAuthErrors.Known(failed.Error), failed.Failure == TokenFailure.Limited ? left : null));
    }

    private StoredToken? Open(RedisValueWithExpiry kept) =>
        kept.Value.IsNull ? null : StoredToken.Open(place.Sealing, place.Purpose, (byte[])kept.Value!, client);

    private async Task PutAsync(RedisKey key, StoredToken stored, TimeSpan keep)
    {
        if (keep > TimeSpan.Zero)
        {
            await link.AskAsync(database => database.StringSetAsync(key, stored.Seal(place.Sealing, place.Purpose), keep), RedisLink.Patience);
        }
    }
}
