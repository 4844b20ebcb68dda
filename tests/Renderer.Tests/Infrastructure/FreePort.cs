using System.Net;
using System.Net.Sockets;

namespace Renderer.Tests.Infrastructure;

/// <summary>A port of the loopback that nobody listens on just now, and that no outgoing connection is given: who starts again on it finds it free.</summary>
internal static class FreePort
{
    // Below the range that Linux takes outgoing connections' ports from (32768 on unless set otherwise).
    private const int First = 12_000;
    private const int Last = 32_000;
    private static int last = Random.Shared.Next(First, Last);

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref last) % (Last - First));
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
            }
        }
    }

    public static string Url() => $"http://127.0.0.1:{Next()}";
}
