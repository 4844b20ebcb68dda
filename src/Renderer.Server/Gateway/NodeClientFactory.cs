using System.Diagnostics;
using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Gateway;

/// <summary>The clients by which YARP speaks to the nodes.</summary>
internal sealed class NodeClientFactory(GatewayOptions options, TimeProvider clock) : ForwarderHttpClientFactory
{
    /// <summary>A node is on the same network: one that takes no connection in this time takes none.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = ConnectTimeout;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new NodeHandler(handler, () => Sockets(context), options, clock);

    private SocketsHttpHandler Sockets(ForwarderHttpClientContext context)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        };
        ConfigureHandler(context, handler);
        return handler;
    }
}
