using Renderer.Model;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles.Connections;

/// <summary>What to do about a step of a connection's test that failed.</summary>
internal static class ProbeWords
{
    public static string WayOf(ConnectionSettings settings) => (settings.Auth?.Way ?? (settings.AccessToken is null ? AuthWay.ClientCredentials : AuthWay.Bearer)) switch
    {
        AuthWay.ClientCredentials => "client_credentials",
        AuthWay.RefreshToken => "refresh_token",
        AuthWay.AuthorizationCode => "authorization_code",
        AuthWay.JwtBearer => "jwt_bearer",
        AuthWay.TokenExchange => "token_exchange",
        AuthWay.Bearer => "bearer",
        AuthWay.Basic => "basic",
        _ => "key",
    };

    public static string OfToken(TokenAnswer answer, TokenGuard guard) => answer.Failure switch
    {
        TokenFailure.Refused when answer.Error == OAuthErrors.ConsentNeeded => $"Nobody has consented yet. {guard.Advise(answer.Error)}",
        TokenFailure.Refused => $"The token endpoint refuses the connection ({answer.Error ?? "no known error code"}). {answer.Advice ?? guard.Advise(answer.Error)}",
        TokenFailure.TimedOut => "The token endpoint does not answer. Check token_url in workspace.yaml, and that this machine may reach it.",
        TokenFailure.Unreachable =>
            "The token endpoint cannot be reached, or answers 5xx. Check token_url in workspace.yaml, the network, and Renderer:Outbound:Allow for private addresses.",
        TokenFailure.Limited => "The token endpoint says that it is asked too often. Try again later, and see that nothing else uses this client.",
        TokenFailure.NotKept => "The ledger cannot keep the refresh token that would come, so none is asked for. Bring the ledger back, then test again.",
        _ => "The token endpoint answers with something that is no bearer token. Check token_url in workspace.yaml: is it the token endpoint?",
    };

    public static string OfRead(Reason reason, bool tokenChanges) => reason switch
    {
        Reason.CrmUnauthorized when tokenChanges =>
            "The CRM refuses the token. Check that base_url and token_url belong to one account, and that scope lets the app read people.",
        Reason.CrmUnauthorized => "The CRM refuses the key. Check it in workspace.yaml: it may be revoked, rotated or mistyped, or may not read people.",
        Reason.CrmLimited => "The CRM says that it is asked too often. Wait, raise its limit, or lower concurrency in workspace.yaml.",
        Reason.CrmTimeout => "The CRM does not answer in time. Check base_url in workspace.yaml, raise attempt_timeout, and see whether the CRM is up.",
        _ => "The CRM answers with an error, or with something that is not its API. Check base_url in workspace.yaml, and the log of this node.",
    };
}
