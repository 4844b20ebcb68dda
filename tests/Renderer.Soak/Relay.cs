using System.Net;
using System.Net.Sockets;

namespace Renderer.Soak;

/// <summary>Stands between a node and a Redis, and can be cut: what is open is reset, and nothing new is taken until it is mended.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly HashSet<Socket> open = [];
    private readonly int target;
    private volatile bool cut;

    public Relay(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut()
    {
        cut = true;
        lock (gate)
        {
            foreach (var socket in open)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
            }

            open.Clear();
        }
    }

    public void Mend() => cut = false;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Cut();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                _ = RelayAsync(client);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                if (cut)
                {
                    client.LingerState = new LingerOption(true, 0);
                    return;
                }

                (client.NoDelay, server.NoDelay) = (true, true);
                await server.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
                lock (gate)
                {
                    open.Add(client);
                    open.Add(server);
                }

                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
            }
            finally
            {
                lock (gate)
                {
                    open.Remove(client);
                    open.Remove(server);
                }
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, stopping.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), stopping.Token);
                }
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}
