namespace Renderer.Model;

/// <summary>How a connection proves itself to its CRM: the <c>auth</c> of <c>workspace.yaml</c>, beside the connection's client id, secret, scope and token address.</summary>
public sealed record AuthSettings
{
    /// <summary>What is done to get in.</summary>
    public required AuthWay Way { get; init; }

    /// <summary>How the client says who it is at the token endpoint; null: by what there is (a secret in the form, else a private key, else its id alone).</summary>
    public ClientProof? ClientProof { get; init; }

    /// <summary>A private key in PEM (RSA from 2048 bits, or EC P-256) that signs assertions.</summary>
    public Secret? PrivateKey { get; init; }

    /// <summary>The certificate of that key in PEM; its thumbprints stand in assertions, as Entra wants them.</summary>
    public Secret? Certificate { get; init; }

    /// <summary>The key's id in assertions (<c>kid</c>).</summary>
    public string? KeyId { get; init; }

    /// <summary>Who asserts (<c>iss</c>); default the client id.</summary>
    public string? Issuer { get; init; }

    /// <summary>Whom a bearer assertion speaks of (<c>sub</c>): at Salesforce the user's name.</summary>
    public string? Subject { get; init; }

    /// <summary>Whom assertions are for (<c>aud</c>); default the vendor's, else the token endpoint.</summary>
    public string? Audience { get; init; }

    /// <summary>A refresh token to begin with; its successors are kept in the ledger.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>The token that is exchanged (RFC 8693).</summary>
    public Secret? SubjectToken { get; init; }

    /// <summary>What that token is; default an access token.</summary>
    public string? SubjectTokenType { get; init; }

    /// <summary>The token of who acts for the subject, and what it is.</summary>
    public Secret? ActorToken { get; init; }

    /// <summary>What the actor's token is; default an access token.</summary>
    public string? ActorTokenType { get; init; }

    /// <summary>What is wanted for it; null leaves it to the server.</summary>
    public string? RequestedTokenType { get; init; }

    /// <summary>Where the token is to be used (<c>resource</c> of RFC 8693 and 8707).</summary>
    public string? Resource { get; init; }

    /// <summary>Where a person consents; default that of the vendor.</summary>
    public Uri? AuthorizeUrl { get; init; }

    /// <summary>What this vendor wants there beside OAuth's own: <c>access_type=offline&amp;prompt=consent</c>.</summary>
    public string? AuthorizeParameters { get; init; }

    /// <summary>The user name of <see cref="AuthWay.Basic"/>.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password; null is an empty one.</summary>
    public Secret? Password { get; init; }

    /// <summary>The key of <see cref="AuthWay.Key"/>; of <see cref="AuthWay.Basic"/> a user name that is itself the secret.</summary>
    public Secret? Key { get; init; }

    /// <summary>The header that carries the proof; default <c>Authorization</c>.</summary>
    public string? Header { get; init; }

    /// <summary>The word before it; default <c>Bearer</c> for tokens, <c>Basic</c> for a user, none for a key.</summary>
    public string? Scheme { get; init; }

    /// <summary>A token's life where the reply does not tell, 1 min to 24 h; default that of the vendor, else 30 min.</summary>
    public TimeSpan? Life { get; init; }
}

/// <summary>What is done to get into a CRM.</summary>
public enum AuthWay
{
    /// <summary>OAuth client credentials (RFC 6749 section 4.4).</summary>
    ClientCredentials,

    /// <summary>A refresh token that the operator brings (RFC 6749 section 6).</summary>
    RefreshToken,

    /// <summary>A refresh token that a person's consent brings, over <c>/oauth/…/start</c> (RFC 6749 section 4.1, RFC 7636).</summary>
    AuthorizationCode,

    /// <summary>A signed assertion in the place of a person's consent (RFC 7523 section 2.1).</summary>
    JwtBearer,

    /// <summary>A token for another one (RFC 8693).</summary>
    TokenExchange,

    /// <summary>A token that does not change.</summary>
    Bearer,

    /// <summary>User and password.</summary>
    Basic,

    /// <summary>An API key in a header.</summary>
    Key,
}

/// <summary>How a client says who it is at a token endpoint.</summary>
public enum ClientProof
{
    /// <summary>Id and secret in the form.</summary>
    Form,

    /// <summary>Id and secret as user and password.</summary>
    Basic,

    /// <summary>A signed assertion (RFC 7523 section 2.2).</summary>
    Assertion,

    /// <summary>Its id alone.</summary>
    None,
}
