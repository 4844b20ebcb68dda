using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Renderer.Server.Gateway;

/// <summary>The gateway's own health: it is as ready as the best of its nodes.</summary>
internal static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        routes.MapGet("/health/ready", Ready);
    }

    private static IResult Ready(IProxyStateLookup proxy, Drain drain)
    {
        var nodes = proxy.GetClusters().SelectMany(cluster => cluster.DestinationsState.AllDestinations).ToArray();
        var well = nodes.Count(node => node.Health is { Active: DestinationHealth.Healthy, Passive: not DestinationHealth.Unhealthy });
        var ready = well > 0 && !drain.Draining;
        return Results.Json(
            new { status = drain.Draining ? "draining" : ready ? "ready" : "no_node", nodes = new { total = nodes.Length, ready = well } },
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
