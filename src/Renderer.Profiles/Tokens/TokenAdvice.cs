using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>What to do about a connection that gets no token: the same words in log, health and test.</summary>
internal static class TokenAdvice
{
    public static string For(string? error, AuthWay way, string connection) => error switch
    {
        OAuthErrors.ConsentNeeded => $"Somebody who may must consent: POST /v1/connections/{connection}/authorize gives the link.",
        OAuthErrors.InvalidGrant when way is AuthWay.RefreshToken or AuthWay.AuthorizationCode =>
            $"The refresh token is dead: consent again over the link that POST /v1/connections/{connection}/authorize gives.",
        OAuthErrors.InvalidGrant when way == AuthWay.JwtBearer =>
            "Check auth.subject and auth.audience, that the app has this key's certificate and the user has the app, and the clock.",
        OAuthErrors.InvalidGrant => "What is laid before the token endpoint has ended or was revoked: bring a new one (auth in workspace.yaml).",
        "invalid_client" => "Check client_id and client_secret (or auth.private_key) in workspace.yaml, and that the app still exists in the CRM.",
        "unauthorized_client" => "Allow the app this way in (auth.type) in the CRM's settings, and see that its user is active.",
        "invalid_scope" => "Check scope in workspace.yaml against what the app was given in the CRM.",
        "unsupported_grant_type" => "The token endpoint does not know this way in: check auth.type and token_url in workspace.yaml.",
        _ => "Check client_id, client_secret, scope and auth in workspace.yaml, and that the app is still installed in the CRM.",
    };
}
