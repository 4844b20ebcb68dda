using Renderer.Sandbox.OAuth;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Lets a call through to the API with a good session, within the org's limit.</summary>
internal sealed class SalesforceGate(RequestDelegate next, TokenBook tokens, ApiUsage usage, TimeProvider clock)
{
    /// <summary>What a session may do, and what tells it from other vendors' tokens.</summary>
    public const string Scope = "salesforce:api";

    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context) =>
        !IsSession(context) ? SalesforceError.NoSession.WriteAsync(context)
        : !usage.Count(context.Response.Headers) ? SalesforceError.LimitExceeded.WriteAsync(context)
        : next(context);

    private bool IsSession(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && IsSession(header[Bearer.Length..].Trim(), context.Request.Path.Value!);
    }

    private bool IsSession(string token, string path) =>
        tokens.Find(token) is { } known
        && known.Scopes.Contains(Scope)
        && known.Expires > clock.GetUtcNow()
        && !(known.RevokedFor is { } revoked && path.StartsWith(revoked, StringComparison.Ordinal));
}
