using System.Text;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Tokens;

/// <summary>Makes one connection's tokens of its settings, for every kind of CRM.</summary>
/// <param name="workspace">Whose connection it is.</param>
/// <param name="policy">Where token endpoints may be.</param>
/// <param name="shelf">Where nodes keep them for each other; null: each node for itself, and no refresh tokens.</param>
/// <param name="watch">Hears of every answer.</param>
/// <param name="clock">For all ages and waits.</param>
internal sealed class TokenDesk(WorkspaceName workspace, OutboundPolicy policy, TokenShelf? shelf, ConnectionWatch watch, TimeProvider clock)
{
    private const string Needed =
        "it needs either access_token (one line, no spaces), or client_id and client_secret (OAuth), or auth, which says another way";

    /// <summary>Reads the settings; nothing is asked yet.</summary>
    public TokensOrFault Open(ConnectionSettings settings, VendorAuth vendor)
    {
        shelf?.Remove(workspace, settings.Name); // what is open under other settings speaks for these no more
        return Read(settings, vendor);
    }

    private TokensOrFault Read(ConnectionSettings settings, VendorAuth vendor) => settings switch
    {
        { TokenUrl: { } url } when policy.FaultOf(url) is { } fault => new TokensOrFault(null, "connection_url", $"token_url {fault}"),
        { Auth: { } auth } => Open(settings, auth, vendor),
        { AccessToken: { } token, ClientSecret: null } => Static(token.Value, vendor.AccessTokenAs, null, vendor),
        { AccessToken: null, ClientId: { Length: > 0 }, ClientSecret: not null } => Open(settings, new AuthSettings { Way = AuthWay.ClientCredentials }, vendor),
        _ => Fault(Needed),
    };

    private TokensOrFault Open(ConnectionSettings settings, AuthSettings auth, VendorAuth vendor) => auth.Way switch
    {
        AuthWay.Bearer => settings.AccessToken is { } token ? Static(token.Value, AuthWay.Bearer, auth, vendor) : Fault("auth bearer needs access_token"),
        AuthWay.Key => auth.Key is { } key ? Static(key.Value, AuthWay.Key, auth, vendor) : Fault("auth key needs key"),
        AuthWay.Basic => auth switch
        {
            { Key: { } key, UserName: null, Password: null } => Static(key.Value, AuthWay.Basic, auth, vendor),
            { UserName: { } user, Key: null } => Static($"{user}:{auth.Password?.Value}", AuthWay.Basic, auth, vendor),
            _ => Fault("auth basic needs username (and password), or key, a user name that is itself the secret"),
        },
        _ => OAuth(settings, auth, vendor),
    };

    private static TokensOrFault Static(string secret, AuthWay way, AuthSettings? auth, VendorAuth vendor)
    {
        var value = way == AuthWay.Basic
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes(secret.Contains(':', StringComparison.Ordinal) ? secret : secret + ":"))
            : secret;
        var given = vendor.Header ?? new TokenHeader("Authorization", way switch
        {
            AuthWay.Basic => "Basic",
            AuthWay.Key => null,
            _ => "Bearer",
        });
        var header = new TokenHeader(auth?.Header ?? given.Name, auth?.Scheme ?? given.Scheme);
        return AccessToken.IsToken(value)
            ? new TokensOrFault(_ => new StaticToken(value, header), null, null)
            : Fault(way == AuthWay.Bearer ? Needed : "its key is empty, too long, or no single line");
    }

    private TokensOrFault OAuth(ConnectionSettings settings, AuthSettings auth, VendorAuth vendor)
    {
        var url = settings.TokenUrl ?? vendor.TokenUrl;
        if (policy.FaultOf(url) is { } urlFault)
        {
            return new TokensOrFault(null, "connection_url", $"token_url {urlFault}");
        }

        SigningKey? key = null;
        if (auth.PrivateKey is { } pem)
        {
            (key, var keyFault) = SigningKey.Read(pem, auth.Certificate, auth.KeyId);
            if (keyFault is not null)
            {
                return Fault(keyFault);
            }
        }

        var proof = auth.ClientProof ?? (settings.ClientSecret is not null ? ClientProof.Form
            : key is not null && auth.Way != AuthWay.JwtBearer ? ClientProof.Assertion
            : ClientProof.None);
        var client = new TokenClient(
            url, settings.ClientId, settings.ClientSecret, proof, key, auth.Way == AuthWay.JwtBearer ? null : auth.Audience, auth.Life ?? vendor.Life);
        if (OAuthSettings.FaultOf(settings, auth, client) is { } fault)
        {
            return Fault(fault);
        }

        var needsPerson = auth.Way == AuthWay.AuthorizationCode;
        var authorize = auth.AuthorizeUrl ?? vendor.AuthorizeUrl;
        if (needsPerson && authorize is null)
        {
            return Fault("auth authorization_code needs authorize_url: the page where a person consents");
        }

        if (authorize is not null && (needsPerson || auth.AuthorizeUrl is not null) && policy.FaultOf(authorize) is { } pageFault)
        {
            return new TokensOrFault(null, "connection_url", $"authorize_url {pageFault}");
        }

        var open = new TokenOpening(settings, auth, vendor, client, authorize);
        return open.IsGranted && shelf?.Grants is null
            ? Fault("this way keeps a refresh token, and there is no ledger to keep it in")
            : new TokensOrFault(wire => open.Open(workspace, wire, shelf, watch, clock), null, null);
    }

    private static TokensOrFault Fault(string what) => new(null, "connection_credentials", what);
}
