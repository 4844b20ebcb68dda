using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>What one kind of CRM says of its way in; the connection's settings come first.</summary>
internal sealed record VendorAuth
{
    /// <summary>Its token endpoint.</summary>
    public required Uri TokenUrl { get; init; }

    /// <summary>Where a person consents; null where the vendor has no such page.</summary>
    public Uri? AuthorizeUrl { get; init; }

    /// <summary>Whom a bearer assertion is for; null: the token endpoint.</summary>
    public string? Audience { get; init; }

    /// <summary>What is asked for where the settings name nothing.</summary>
    public string? Scope { get; init; }

    /// <summary>A token's life where the reply does not tell.</summary>
    public TimeSpan? Life { get; init; }

    /// <summary>What an <c>access_token</c> alone is: a bearer token, a user name without a password (<see cref="AuthWay.Basic"/>), or a key.</summary>
    public AuthWay AccessTokenAs { get; init; } = AuthWay.Bearer;

    /// <summary>The header of a static token or key; null: that of the way.</summary>
    public TokenHeader? Header { get; init; }
}

/// <summary>What opens a connection's tokens over its wire, or what is wrong with its settings.</summary>
internal readonly record struct TokensOrFault(Func<HttpMessageHandler, ITokens>? Open, string? Code, string? Fault);
