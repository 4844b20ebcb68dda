using System.Text;
using Renderer.Profiles.Outbound;

namespace Renderer.Server.Passthrough;

/// <summary>The connections to all ESPs: to admitted addresses only, without redirects, cookies or retries; bodies pass as they are.</summary>
internal sealed class EspClient : HttpMessageInvoker
{
    public EspClient(OutboundPolicy policy)
        : base(HandlerOf(policy))
    {
    }

    private static SocketsHttpHandler HandlerOf(OutboundPolicy policy)
    {
        var handler = policy.CreateHandler();
        handler.AutomaticDecompression = System.Net.DecompressionMethods.None;
        handler.RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8; // as Kestrel read them
        return handler;
    }
}
