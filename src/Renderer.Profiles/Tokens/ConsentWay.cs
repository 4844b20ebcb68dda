namespace Renderer.Profiles.Tokens;

/// <summary>How a person consents to a connection: what the vendor's page is asked with, and where what it grants is kept.</summary>
/// <param name="AuthorizeUrl">The vendor's page.</param>
/// <param name="ClientId">Who asks.</param>
/// <param name="Scope">What for.</param>
/// <param name="Parameters">What this vendor wants beside OAuth's own.</param>
/// <param name="Endpoint">Where the code becomes tokens.</param>
/// <param name="Granted">Keeps them.</param>
internal sealed record ConsentWay(
    Uri AuthorizeUrl, string ClientId, string? Scope, string? Parameters, TokenEndpoint Endpoint, GrantedTokens Granted);
