namespace Renderer.Profiles.Tokens;

/// <summary>Where a connection's tokens come from: <see cref="StaticToken"/> or <see cref="TokenSource"/>.</summary>
internal interface ITokens : IAsyncDisposable
{
    /// <summary>Where on a request the token stands.</summary>
    TokenHeader Header { get; }

    /// <summary>The token to use now. Waits no longer than the caller; what it waits for goes on without it.</summary>
    ValueTask<TokenAnswer> GetAsync(CancellationToken cancellationToken);

    /// <summary>Hears that the CRM refused this token; it is dropped if it is still the current one.</summary>
    /// <returns>Whether asking again may give another one.</returns>
    bool Drop(AccessToken refused);

    /// <summary>Hears that the CRM refused a token's successor too, so that asking on at once would only make a storm: it is kept, and
    /// not dropped for a while, from 0.3 s to a minute.</summary>
    void Rest(AccessToken refused);

    /// <summary>Hears that the CRM took a token: what it refused before counts no more.</summary>
    void Took();
}

/// <summary>A token that does not change, such as that of a HubSpot private app, a user's password or an API key.</summary>
internal sealed class StaticToken(string value, TokenHeader header) : ITokens
{
    private readonly TokenAnswer answer = new(new AccessToken(value, TimeSpan.MaxValue, TimeSpan.MaxValue));

    public TokenHeader Header => header;

    public ValueTask<TokenAnswer> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(answer);

    public bool Drop(AccessToken refused) => false;

    public void Rest(AccessToken refused)
    {
    }

    public void Took()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
