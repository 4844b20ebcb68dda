using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace Renderer.Server.Gateway;

/// <summary>
/// Sends a node the very bytes that the caller wrote after the method: signatures (<c>?sig=</c>, webhooks) are made over them, and
/// any decoding and encoding on the way would break one caller's escapes or another's.
/// </summary>
internal sealed class RawTarget : RequestTransform
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = Origin(context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (target.StartsWith('/'))
        {
            context.ProxyRequest.RequestUri = new Uri(context.DestinationPrefix.TrimEnd('/') + target, AsWritten);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The path and query of a target in absolute form (<c>GET http://host/path</c>), any other as it is.</summary>
    private static string Origin(string target)
    {
        var authority = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return target;
        }

        var path = target.IndexOfAny(['/', '?'], authority + 3);
        return path < 0 ? "/" : target[path] == '?' ? "/" + target[path..] : target[path..];
    }
}
