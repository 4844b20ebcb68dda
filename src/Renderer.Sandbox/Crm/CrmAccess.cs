using Renderer.Sandbox.OAuth;

namespace Renderer.Sandbox.Crm;

/// <summary>Lets a call through to the CRM with a token that is good and may do what is asked.</summary>
internal sealed class CrmAccess(RequestDelegate next, TokenBook tokens, TimeProvider clock)
{
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context) => Refusal(context) is { } error ? error.WriteAsync(context) : next(context);

    private CrmError? Refusal(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var path = context.Request.Path;
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            || tokens.Find(header[Bearer.Length..].Trim()) is not { } token
            || token.RevokedFor is { } revoked && path.Value!.StartsWith(revoked, StringComparison.Ordinal))
        {
            return CrmError.NoCredentials;
        }

        var now = clock.GetUtcNow();
        if (token.Expires <= now)
        {
            return CrmError.Expired(token.Expires, now);
        }

        var scope = HttpMethods.IsPatch(context.Request.Method) ? TokenServer.WriteContacts
            : path.StartsWithSegments("/crm/v3/properties") ? TokenServer.ReadProperties
            : TokenServer.ReadContacts;
        return token.Allows(scope) || (scope == TokenServer.ReadProperties && token.Allows(TokenServer.ReadContacts))
            ? null
            : CrmError.MissingScopes(scope);
    }
}
