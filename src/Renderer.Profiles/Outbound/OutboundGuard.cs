using System.Net;
using System.Net.Sockets;

namespace Renderer.Profiles.Outbound;

/// <summary>Opens connections to admitted addresses only: a name is resolved once, and the very address that was judged is the one connected to.</summary>
/// <param name="policy">What is admitted.</param>
/// <param name="resolve">Name to addresses.</param>
internal sealed class OutboundGuard(OutboundPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>A handler that calls through the guard. It follows no redirect, keeps no cookie and uses no proxy: each would lead past the judged address.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = ConnectAsync,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // follows a vendor's DNS
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50), // under the usual minute of load balancers
        MaxResponseHeadersLength = 32, // KB
        ActivityHeadersPropagator = null, // else System.Net.Http traces every URL, and ours name people
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var url = context.InitialRequestMessage.RequestUri!;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal]
            : await resolve(host, cancellationToken);

        Exception failure = new HttpRequestException(
            HttpRequestError.ConnectionError, "No address of the host may be called (Renderer:Outbound:Allow opens private networks).");
        foreach (var address in addresses.Where(address => policy.Admits(url, address)))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                failure = exception;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        throw failure;
    }
}
