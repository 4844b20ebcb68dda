namespace Renderer.Profiles.Tokens;

/// <summary>Where a connection's bearer tokens come from: <see cref="StaticToken"/> or <see cref="TokenSource"/>.</summary>
internal interface ITokens : IAsyncDisposable
{
    /// <summary>The token to use now. Waits no longer than the caller; what it waits for goes on without it.</summary>
    ValueTask<TokenAnswer> GetAsync(CancellationToken cancellationToken);

    /// <summary>Hears that the CRM refused this token; it is dropped if it is still the current one.</summary>
    /// <returns>Whether asking again may give another one.</returns>
    bool Drop(AccessToken refused);

    /// <summary>Hears that the CRM refused a token's successor too, so that asking on at once would only make a storm.</summary>
    void Rest(AccessToken refused);
}

/// <summary>A token that does not change, such as that of a HubSpot private app.</summary>
internal sealed class StaticToken(string value) : ITokens
{
    private readonly TokenAnswer answer = new(new AccessToken(value, TimeSpan.MaxValue, TimeSpan.MaxValue));

    public ValueTask<TokenAnswer> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(answer);

    public bool Drop(AccessToken refused) => false;

    public void Rest(AccessToken refused)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
