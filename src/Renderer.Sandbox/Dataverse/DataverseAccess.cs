using System.Globalization;
using Renderer.Sandbox.OAuth;

namespace Renderer.Sandbox.Dataverse;

/// <summary>Lets a call through to Dataverse that is within the limits, has a token of Entra's, and speaks OData 4.</summary>
internal sealed class DataverseAccess(RequestDelegate next, TokenBook tokens, RequestWindow window, TimeProvider clock)
{
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers["OData-Version"] = "4.0";
        context.Response.Headers["x-ms-service-request-id"] = Guid.NewGuid().ToString();
        if (!IsGood(context))
        {
            return new DataverseError(401, "", "").WriteAsync(context);
        }

        var (left, wait) = window.Count();
        context.Response.Headers["x-ms-ratelimit-burst-remaining-xrm-requests"] = left.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["x-ms-ratelimit-time-remaining-xrm-requests"] = "1,200.00";
        if (wait is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return DataverseError.Limited().WriteAsync(context);
        }

        var version = context.Request.Headers["OData-MaxVersion"].ToString();
        return version is "" or "4.0" ? next(context) : DataverseError.Option("OData-MaxVersion " + version).WriteAsync(context);
    }

    private bool IsGood(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && tokens.Find(header[Bearer.Length..].Trim()) is { } token
            && !(token.RevokedFor is { } revoked && context.Request.Path.Value!.StartsWith(revoked, StringComparison.Ordinal))
            && token.Expires > clock.GetUtcNow()
            && token.Scopes.Any(Entra.IsDefault);
    }
}
