using System.Security.Cryptography;
using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>
/// Access tokens bought with a refresh token that the ledger keeps. One node renews at a time, and what it is given is in the ledger before
/// anybody uses it: a refresh token that rotates is dead once it was laid before the endpoint.
/// </summary>
/// <param name="place">Where it is kept.</param>
/// <param name="client">A hash of the client that it was given to.</param>
/// <param name="first">The refresh token of workspace.yaml; null where a person's consent brings it.</param>
/// <param name="grants">The ledger.</param>
/// <param name="endpoint">Who gives tokens.</param>
/// <param name="guard">Keeps a broken connection from asking.</param>
/// <param name="clock">For ends and waits.</param>
internal sealed class GrantedTokens(
    TokenPlace place, string client, Secret? first, IGrants grants, TokenEndpoint endpoint, TokenGuard guard, TimeProvider clock)
{
    /// <summary>A request is not given up sooner: its answer may carry the only refresh token that is left.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>How long a node that died while it asked holds the others up: longer than any request.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly string? seed = first is null ? null : StoredToken.Hash(first.Value);
    private Task<TokenAnswer>? running;
    private (long Over, byte[] Grant)? unsaved;

    /// <summary>A token, another one than the refused. Waiting ends with the caller; the request goes on.</summary>
    public async Task<TokenAnswer> AskAsync(AccessToken? refused, CancellationToken cancellationToken)
    {
        Task<TokenAnswer> asked;
        lock (gate)
        {
            running = running is { IsCompleted: false } ? running : Task.Run(() => RenewAsync(refused), CancellationToken.None);
            asked = running;
        }

        try
        {
            return await asked.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new TokenAnswer(null, TokenFailure.TimedOut);
        }
    }

    /// <summary>Keeps what a person's consent brought.</summary>
    /// <returns>Whether it is kept; null when the ledger cannot do it now.</returns>
    public ValueTask<bool?> KeepAsync(AccessToken token) =>
        grants.KeepAsync(place.Workspace, place.Connection, Sealed(token, token.Extras.RefreshToken!.Value), over: null);

    private async Task<TokenAnswer> RenewAsync(AccessToken? refused)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        try
        {
            while (true)
            {
                if (await StepAsync(refused, limit.Token) is { } answer)
                {
                    return answer;
                }

                await Task.Delay(Poll, clock, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return new TokenAnswer(null, TokenFailure.TimedOut);
        }
    }

    /// <summary>One look at the ledger, and one request where it is this node's turn; null: look again.</summary>
    private async Task<TokenAnswer?> StepAsync(AccessToken? refused, CancellationToken end)
    {
        if (!await SaveAsync() || await grants.FindAsync(place.Workspace, place.Connection, end) is not { } kept)
        {
            return NotKept;
        }

        var grant = kept.Grant is null ? null : StoredToken.Open(place.Sealing, place.Purpose, kept.Grant, client);
        grant = grant?.Seed == seed ? grant : null; // another one in workspace.yaml is a new beginning
        if (Usable(grant, refused) is { } token)
        {
            guard.Mend();
            return new TokenAnswer(token);
        }

        if ((grant?.Refresh ?? first?.Value) is not { } refresh)
        {
            return guard.Learn(OAuthErrors.ConsentNeeded, 1, TimeSpan.Zero);
        }

        if (grant?.Error is { } error && OAuthErrors.Known(error) is { } known && !guard.MustAsk)
        {
            var wait = DateTimeOffset.FromUnixTimeMilliseconds(grant.AskAgainAtMs) - clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                return guard.Learn(known, grant.Times, wait);
            }
        }

        var owner = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return await grants.TryEnterAsync(place.Workspace, place.Connection, owner, Keep) switch
        {
            null => NotKept,
            false => null,
            true => await AskInTurnAsync(owner, kept.Version, grant, refresh, end),
        };
    }

    private async Task<TokenAnswer?> AskInTurnAsync(string owner, long version, StoredToken? grant, string refresh, CancellationToken end)
    {
        // Another node may have renewed it between our look and our turn.
        if ((await grants.FindAsync(place.Workspace, place.Connection, end))?.Version != version)
        {
            await grants.LeaveAsync(place.Workspace, place.Connection, owner);
            return null;
        }

        var answer = guard.Hear(await endpoint.AskAsync(Grant.Refresh(new Secret(refresh)), end));
        if (answer.Token is { } token)
        {
            unsaved = (version, Sealed(token, token.Extras.RefreshToken?.Value ?? refresh));
            return await SaveAsync() ? null : NotKept;
        }

        if (answer.Failure == TokenFailure.Refused && guard.Break is { } broken && OAuthErrors.IsBroken(answer.Error))
        {
            var until = clock.GetUtcNow() + (broken.AskAgainAt - clock.GetElapsedTime(0));
            var refused = (grant ?? new StoredToken { For = client, Seed = seed, Refresh = refresh }) with
            {
                Error = broken.Error, Times = broken.Times, AskAgainAtMs = until.ToUnixTimeMilliseconds(),
            };
            await grants.KeepAsync(place.Workspace, place.Connection, refused.Seal(place.Sealing, place.Purpose), version);
        }
        else
        {
            await grants.LeaveAsync(place.Workspace, place.Connection, owner);
        }

        return answer;
    }

    /// <summary>Keeps what is not kept yet; false while the ledger cannot. Where another grant came in between, that one holds.</summary>
    private async Task<bool> SaveAsync()
    {
        if (unsaved is not { } late)
        {
            return true;
        }

        if (await grants.KeepAsync(place.Workspace, place.Connection, late.Grant, late.Over) is null)
        {
            return false;
        }

        unsaved = null;
        return true;
    }

    private AccessToken? Usable(StoredToken? grant, AccessToken? refused)
    {
        if (grant?.Access is not { } value || value == refused?.Value)
        {
            return null;
        }

        var now = clock.GetElapsedTime(0);
        var left = DateTimeOffset.FromUnixTimeMilliseconds(grant.EndsAtMs) - clock.GetUtcNow();
        return grant.Token(left, now) is { } token && token.RenewAt > now ? token : null;
    }

    private byte[] Sealed(AccessToken token, string refresh)
    {
        var endsAt = clock.GetUtcNow() + (token.EndsAt - clock.GetElapsedTime(0));
        return (StoredToken.Of(client, token, endsAt) with { Refresh = refresh, Seed = seed }).Seal(place.Sealing, place.Purpose);
    }

    private static TokenAnswer NotKept => new(null, TokenFailure.NotKept);
}
