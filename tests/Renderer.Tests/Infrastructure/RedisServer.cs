using System.Net;
using System.Net.Sockets;

namespace Renderer.Tests.Infrastructure;

/// <summary>A Redis of the tests' own on a free port of the loopback, that keeps nothing on disk. Can be killed and restarted on the same port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private GuardedProcess? server;

    private RedisServer(int port) => Port = port;

    public int Port { get; }

    /// <summary>What <c>Renderer__Redis</c> takes.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>The process id; 0 while it is dead.</summary>
    public int ProcessId => server?.Id ?? 0;

    public static async Task<RedisServer> StartAsync()
    {
        var redis = new RedisServer(FreePort.Next());
        await redis.RestartAsync();
        return redis;
    }

    /// <summary>Starts it again, empty, on the same port.</summary>
    /// <param name="settings">Further arguments, as <c>--maxmemory 1mb</c>.</param>
    public async Task RestartAsync(params string[] settings)
    {
        await KillAsync();
        server = await GuardedProcess.StartAsync(
            "KILL", "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath(),
                // A replica would leave what it was sent in a file that the next server takes for its own.
                "--repl-diskless-load", "swapdb", "--dbfilename", $"renderer-{Port}.rdb", .. settings]);
        await UntilItAnswersAsync();
    }

    /// <summary>Ends it at once: SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (server is not null)
        {
            await server.KillAsync();
            server.Dispose();
            server = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task UntilItAnswersAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
                var answer = new byte[5];
                await client.GetStream().ReadExactlyAsync(answer);
                if (answer.AsSpan().SequenceEqual("+PONG"u8))
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is SocketException or IOException && attempt < 200)
            {
            }

            await Task.Delay(50);
        }
    }
}
