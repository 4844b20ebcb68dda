namespace Renderer.Sandbox.Salesforce;

/// <summary>Lets a call through to the API with a good session, within the org's limit.</summary>
internal sealed class SalesforceGate(RequestDelegate next, Sessions sessions, ApiUsage usage)
{
    private const string Bearer = "Bearer ";

    public Task InvokeAsync(HttpContext context) =>
        !IsSession(context) ? SalesforceError.NoSession.WriteAsync(context)
        : !usage.Count(context.Response.Headers) ? SalesforceError.LimitExceeded.WriteAsync(context)
        : next(context);

    private bool IsSession(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && sessions.IsGood(header[Bearer.Length..].Trim(), context.Request.Path.Value!);
    }
}
