using System.Net;
using System.Net.Sockets;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>A port that nobody listens on just now.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string Url() => $"http://127.0.0.1:{Next()}";
}
