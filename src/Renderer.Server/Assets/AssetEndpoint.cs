using Microsoft.AspNetCore.Http.Features;
using Renderer.Server.Problems;

namespace Renderer.Server.Assets;

/// <summary><c>GET|HEAD /assets/{origin}/{**path}</c>: a file of an origin that the workspace lists, under the workspace's own links (contract section 3).</summary>
internal static class AssetEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext http, AssetOrigins origins, AssetForwarder forwarder)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } || http.Request.Headers.Upgrade.Count > 0)
        {
            return Refuse(http, new Problem(ProblemCode.BadParameter, "A file is asked for without a body and without another protocol."));
        }

        if (origins.Find(http) is not { } found || AssetPath.Under(found.Origin.BaseUrl, http.GetRouteValue("path") as string) is not { } target)
        {
            return Refuse(http, new Problem(ProblemCode.NotFound, "There is no such file; 'assets' in workspace.yaml lists the origins."));
        }

        return await forwarder.ForwardAsync(http, found.Workspace, found.Origin, target);
    }

    /// <summary>Not kept: there is no end to what can be asked for in vain.</summary>
    private static Problem Refuse(HttpContext http, Problem problem)
    {
        AssetCachePolicy.Forget(http);
        AssetHeaders.WriteRefusal(http.Response);
        return problem;
    }
}
