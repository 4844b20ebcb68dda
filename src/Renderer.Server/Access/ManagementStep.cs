using Renderer.Model;
using Renderer.Server.Hosting;
using Renderer.Server.Problems;

namespace Renderer.Server.Access;

/// <summary>
/// Metrics: open in Development and on the management port, else for keys with role operate. The management port
/// serves health, metrics and OpenAPI, and nothing else.
/// </summary>
internal sealed class ManagementStep(RequestDelegate next, ServerOptions options, Callers callers)
{
    private static readonly string[] OfManagement = ["/health", "/metrics", "/openapi"];

    public async Task InvokeAsync(HttpContext http)
    {
        var onPort = options.ManagementPort is { } port && http.Connection.LocalPort == port;
        if (onPort && !OfManagement.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
        {
            await new Problem(ProblemCode.NotFound, "The management port serves /health, /metrics and /openapi.").ExecuteAsync(http);
            return;
        }

        if (!onPort && !options.Development && http.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal))
        {
            var caller = await callers.ProveAsync(http);
            if (caller?.May(Role.Operate) != true)
            {
                var code = caller is null ? ProblemCode.Unauthorized : ProblemCode.Forbidden;
                await new Problem(code, "Metrics need a key with role operate, or their own port: Renderer__Management__Port.").ExecuteAsync(http);
                return;
            }
        }

        await next(http);
    }
}
