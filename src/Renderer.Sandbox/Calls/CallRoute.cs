namespace Renderer.Sandbox.Calls;

/// <summary>What a call is counted as.</summary>
internal static class CallRoute
{
    /// <summary>The route's template: that of the endpoint, or the path itself for the token endpoint; null where there is none.</summary>
    public static string? Template(HttpContext context) =>
        OAuth.TokenServer.RouteOf(context.Request.Path)
        ?? (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
