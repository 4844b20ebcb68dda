using System.Globalization;
using Renderer.Server.Send;

namespace Renderer.Server.Gateway;

/// <summary>
/// GET and HEAD are tried on one other node when theirs was gone before it answered. Nothing else is ever repeated: a POST may
/// have been carried out although its answer was lost.
/// </summary>
internal static class OnceMoreStep
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var nodes = proxy.AvailableDestinations;
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        var began = clock.GetTimestamp();
        await next(context);
        if (!(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested
            || context.GetForwarderErrorFeature() is not { } error || !NodeFaults.Unanswered(error))
        {
            return;
        }

        var others = nodes.Where(node => node != proxy.ProxiedDestination).ToArray();
        if (others.Length > 0)
        {
            context.Features.Set<Yarp.ReverseProxy.Forwarder.IForwarderErrorFeature>(null);
            context.Response.Clear();
            proxy.AvailableDestinations = others;
            context.Request.Headers[Waited.Header] = ((int)clock.GetElapsedTime(began).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            await next(context);
        }
    }
}
