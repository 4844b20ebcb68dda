using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Renderer.ServerTests.Passthrough;

/// <summary>An ESP on bare sockets that breaks an exchange off at a byte: while it reads the request, or while it answers what it has already taken.</summary>
internal sealed class BreakingEsp : IAsyncDisposable
{
    private const string Reply = "HTTP/1.1 202 Accepted\r\nX-Message-Id: abc\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public BreakingEsp()
    {
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public string Url => $"http://{listener.LocalEndpoint}";

    /// <summary>After how many bytes of request and answer together it resets; null for never.</summary>
    public int? BreaksAfter { get; set; }

    /// <summary>The mails that it took, by the caller's key.</summary>
    public ConcurrentQueue<string> Outbox { get; } = [];

    /// <summary>How many bytes the last whole exchange had.</summary>
    public int Length { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await listener.AcceptSocketAsync(stop.Token);
                await TakeAsync(socket);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or the other side left first.
            }
        }
    }

    private async Task TakeAsync(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0); // closing is a reset
        var most = BreaksAfter ?? int.MaxValue;
        var request = new List<byte>();
        var buffer = new byte[4096];
        while (request.Count < Whole(request))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, most - request.Count)), stop.Token);
            request.AddRange(buffer.AsSpan(0, read));
            if (read == 0 || request.Count >= most)
            {
                return;
            }
        }

        var head = Encoding.ASCII.GetString([.. request]).Split("\r\n\r\n")[0];
        Outbox.Enqueue(head.Split("\r\n").First(line => line.StartsWith("Idempotency-Key:", StringComparison.OrdinalIgnoreCase))[16..].Trim());
        var answer = Encoding.ASCII.GetBytes(Reply);
        Length = request.Count + answer.Length;
        await socket.SendAsync(answer.AsMemory(0, Math.Min(answer.Length, most - request.Count)), stop.Token);
        await Task.Delay(BreaksAfter is null ? 0 : 5);
        if (most == int.MaxValue)
        {
            socket.LingerState = new LingerOption(false, 0);
            socket.Shutdown(SocketShutdown.Send);
        }
    }

    /// <summary>How many bytes the request has; more than there are while its head is not whole.</summary>
    private static int Whole(List<byte> request)
    {
        var text = Encoding.ASCII.GetString([.. request]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? int.MaxValue : end + 4 + int.Parse(
            text[..end].Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))[15..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
