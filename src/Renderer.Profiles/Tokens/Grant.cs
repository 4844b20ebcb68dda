using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>What is laid before a token endpoint to get a token: the form of one grant, without who the client is.</summary>
internal sealed record Grant(IReadOnlyList<KeyValuePair<string, string>> Form)
{
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    private const string JwtBearerType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string ExchangeType = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>RFC 6749 section 4.4.</summary>
    public static Grant ClientCredentials(string? scope, string? resource = null) =>
        Of(("grant_type", "client_credentials"), ("scope", scope), ("resource", resource));

    /// <summary>RFC 6749 section 6. No scope: what the person granted holds on.</summary>
    public static Grant Refresh(Secret token) => Of(("grant_type", "refresh_token"), ("refresh_token", token.Value));

    /// <summary>RFC 6749 section 4.1.3 with the verifier of RFC 7636.</summary>
    public static Grant Code(string code, Uri redirect, string verifier) =>
        Of(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect.AbsoluteUri), ("code_verifier", verifier));

    /// <summary>RFC 7523 section 2.1.</summary>
    public static Grant JwtBearer(string assertion, string? scope) => Of(("grant_type", JwtBearerType), ("assertion", assertion), ("scope", scope));

    /// <summary>RFC 8693 section 2.1.</summary>
    public static Grant Exchange(AuthSettings auth, string? scope) => Of(
        ("grant_type", ExchangeType),
        ("subject_token", auth.SubjectToken?.Value),
        ("subject_token_type", auth.SubjectTokenType ?? AccessTokenType),
        ("actor_token", auth.ActorToken?.Value),
        ("actor_token_type", auth.ActorToken is null ? null : auth.ActorTokenType ?? AccessTokenType),
        ("requested_token_type", auth.RequestedTokenType),
        ("audience", auth.Audience),
        ("resource", auth.Resource),
        ("scope", scope));

    public override string ToString() => "***";

    private static Grant Of(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var form = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in members)
        {
            if (value is { Length: > 0 })
            {
                form.Add(new(name, value));
            }
        }

        return new Grant(form);
    }
}
