using System.Collections.Concurrent;

namespace Renderer.Sandbox.OAuth;

/// <summary>An access token that was handed out.</summary>
/// <param name="Expires">When it ends.</param>
/// <param name="Scopes">What it may do; empty for everything (none was asked for).</param>
internal sealed record IssuedToken(DateTimeOffset Expires, IReadOnlyList<string> Scopes)
{
    /// <summary>The start of the paths that refuse it since it was revoked; null while it is good.</summary>
    public string? RevokedFor { get; set; }

    public bool Allows(string scope) => Scopes.Count == 0 || Scopes.Contains(scope);
}

/// <summary>Every token that the token endpoint issued and that is not long gone: what the CRM asks whether a token is good.</summary>
internal sealed class TokenBook(TimeProvider clock)
{
    // An expired token is remembered for a while, so that its 401 can say for how long it has been.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, IssuedToken> tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> assertions = new(StringComparer.Ordinal);
    private readonly Lock sweeping = new();
    private DateTimeOffset nextSweep;

    public void Add(string token, IssuedToken issued)
    {
        tokens[token] = issued;
        Sweep();
    }

    public IssuedToken? Find(string token) => tokens.GetValueOrDefault(token);

    /// <summary>Notes a refresh token that was handed out.</summary>
    public void AddRefresh(string token) => refreshTokens[token] = null;

    /// <summary>Takes a refresh token, which is good once.</summary>
    /// <returns>Whether it was handed out, not used and not revoked for this path.</returns>
    public bool Redeem(string token, string path) =>
        refreshTokens.TryRemove(token, out var revoked) && !(revoked is not null && path.StartsWith(revoked, StringComparison.Ordinal));

    /// <summary>Takes an assertion, which is good once.</summary>
    public bool Use(string assertion)
    {
        Sweep();
        return assertions.TryAdd(assertion, clock.GetUtcNow());
    }

    /// <summary>Ends the tokens issued so far, for good: access tokens where the paths are the CRM's, refresh tokens where they are the token endpoint's.</summary>
    /// <param name="picked">Whether the next token is meant.</param>
    /// <param name="path">The start of the paths that refuse them; "/" for all.</param>
    public void Revoke(Func<bool> picked, string path)
    {
        foreach (var token in tokens.Values)
        {
            if (picked())
            {
                token.RevokedFor = path;
            }
        }

        foreach (var refresh in refreshTokens.Keys)
        {
            if (picked())
            {
                refreshTokens.TryUpdate(refresh, path, null);
            }
        }
    }

    private void Sweep()
    {
        var now = clock.GetUtcNow();
        lock (sweeping)
        {
            if (now < nextSweep)
            {
                return;
            }

            nextSweep = now + TimeSpan.FromMinutes(1);
        }

        foreach (var (assertion, used) in assertions)
        {
            if (used + Remembered < now)
            {
                assertions.TryRemove(assertion, out _);
            }
        }

        foreach (var (token, issued) in tokens)
        {
            if (issued.Expires + Remembered < now)
            {
                tokens.TryRemove(token, out _);
            }
        }
    }
}
