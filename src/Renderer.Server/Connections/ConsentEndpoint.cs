using Renderer.Ledger;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Hosting;

namespace Renderer.Server.Connections;

/// <summary><c>GET /oauth/{workspace}/{connection}/start|callback</c>: a person's way to the CRM's page and back. A browser is here, so answers are pages.</summary>
internal static class ConsentEndpoint
{
    private const string Cookie = "renderer_consent";

    public static string AddressOf(ServerOptions options, string workspace, string connection) => $"{options.PublicUrl}/oauth/{workspace}/{connection}";

    /// <summary>The redirect URI, to be entered at the CRM.</summary>
    public static Uri CallbackOf(ServerOptions options, string workspace, string connection) => new($"{AddressOf(options, workspace, connection)}/callback");

    public static async Task<IResult> StartAsync(string workspace, string connection, HttpContext http, ConnectionConsents consents, ServerOptions options)
    {
        Guard(http);
        if (!WorkspaceName.TryParse(workspace, out var name))
        {
            return ConsentPages.Of(new ConsentEnd(ConsentResult.NoSuchConnection), connection);
        }

        var begun = await consents.BeginAsync(name, connection, http.Request.Query["link"], CallbackOf(options, workspace, connection));
        if (begun.Result != ConsentResult.Done)
        {
            return ConsentPages.Of(new ConsentEnd(begun.Result), connection);
        }

        http.Response.Cookies.Append(Cookie, begun.Cookie!, Options(options, workspace, connection, ConnectionConsents.WalkFor));
        return Results.Redirect(begun.Page!.AbsoluteUri);
    }

    public static async Task<IResult> CallbackAsync(
        string workspace, string connection, HttpContext http, ConnectionConsents consents, AuditTrail audit, ServerOptions options)
    {
        Guard(http);
        if (!WorkspaceName.TryParse(workspace, out var name))
        {
            return ConsentPages.Of(new ConsentEnd(ConsentResult.NoSuchConnection), connection);
        }

        var query = http.Request.Query;
        var end = await consents.FinishAsync(
            name,
            connection,
            new ConsentReturn(query["state"], query["code"], query["error"]),
            http.Request.Cookies[Cookie],
            CallbackOf(options, workspace, connection));
        if (end.Result is not (ConsentResult.NoSuchConnection or ConsentResult.NotNeeded or ConsentResult.StateUnknown))
        {
            http.Response.Cookies.Delete(Cookie, Options(options, workspace, connection, TimeSpan.Zero));
        }

        if (end.Result is ConsentResult.Done or ConsentResult.Denied)
        {
            await audit.AppendAsync(name, end.Who, AuditAction.Changed, $"connection {connection}: consent {(end.Result == ConsentResult.Done ? "given" : "not given")}");
        }

        return ConsentPages.Of(end, connection);
    }

    // The query holds what must go nowhere else: not into a cache, and not to another site as a referrer.
    private static void Guard(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'";
        headers.XContentTypeOptions = "nosniff";
    }

    // Lax: the CRM's page sends the browser back from another site.
    private static CookieOptions Options(ServerOptions options, string workspace, string connection, TimeSpan life) => new()
    {
        Path = new Uri(AddressOf(options, workspace, connection)).AbsolutePath,
        HttpOnly = true,
        Secure = options.PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase),
        SameSite = SameSiteMode.Lax,
        MaxAge = life > TimeSpan.Zero ? life : null,
        IsEssential = true,
    };
}
