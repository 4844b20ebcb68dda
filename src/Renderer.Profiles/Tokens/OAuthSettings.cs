using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>What each grant needs of a connection's settings, and what it makes of them.</summary>
internal static class OAuthSettings
{
    /// <summary>What is missing, and which key of the file to write; null when nothing is.</summary>
    public static string? FaultOf(ConnectionSettings settings, AuthSettings auth, TokenClient client)
    {
        var hasId = settings.ClientId is { Length: > 0 };
        return client.Proof switch
        {
            ClientProof.Form or ClientProof.Basic when !hasId || settings.ClientSecret is null => "this way needs client_id and client_secret",
            ClientProof.Assertion when !hasId || client.Key is null => "client_auth: assertion needs client_id and auth.private_key",
            ClientProof.None when auth.Way == AuthWay.ClientCredentials => "client_credentials needs client_id, and client_secret or auth.private_key",
            _ => null,
        } ?? auth.Way switch
        {
            AuthWay.RefreshToken or AuthWay.AuthorizationCode when !hasId => "this way needs client_id",
            AuthWay.RefreshToken when auth.RefreshToken is null => "auth refresh_token needs refresh_token: the first one",
            AuthWay.JwtBearer when client.Key is null => "auth jwt_bearer needs private_key",
            AuthWay.JwtBearer when (auth.Issuer ?? settings.ClientId) is not { Length: > 0 } => "auth jwt_bearer needs client_id, or issuer",
            AuthWay.JwtBearer when auth.Subject is not { Length: > 0 } => "auth jwt_bearer needs subject: the user that it speaks of",
            AuthWay.TokenExchange when auth.SubjectToken is null => "auth token_exchange needs subject_token",
            _ => null,
        };
    }

    /// <summary>What makes the grant, anew for each request.</summary>
    public static Func<Grant> GrantOf(
        ConnectionSettings settings, AuthSettings auth, TokenClient client, VendorAuth vendor, TimeProvider clock)
    {
        var scope = settings.Scope ?? vendor.Scope;
        return auth.Way switch
        {
            AuthWay.JwtBearer => () => Grant.JwtBearer(
                Assertion.Make(
                    client.Key!,
                    auth.Issuer ?? settings.ClientId!,
                    auth.Subject!,
                    auth.Audience ?? vendor.Audience ?? client.Url.AbsoluteUri,
                    clock.GetUtcNow()),
                scope),
            AuthWay.TokenExchange => () => Grant.Exchange(auth, scope),
            _ => () => Grant.ClientCredentials(scope, auth.Resource),
        };
    }

    /// <summary>Stands for all that a token hangs on: nodes with other settings do not use it.</summary>
    public static string HashOf(ConnectionSettings settings, AuthSettings auth, TokenClient client) => StoredToken.Hash(
        client.Url.AbsoluteUri,
        client.Id,
        client.Secret?.Value,
        client.Proof.ToString(),
        settings.Scope,
        auth.Way.ToString(),
        auth.PrivateKey?.Value,
        auth.Issuer,
        auth.Subject,
        auth.Audience,
        auth.SubjectToken?.Value,
        auth.ActorToken?.Value,
        auth.RequestedTokenType,
        auth.Resource);
}
