using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Renderer.ServerTests.Gateway;

/// <summary>A caller of a batch over HTTP/1.1 that reads while it writes, as HttpClient cannot: a socket and the chunked framing.</summary>
internal sealed class BatchCaller : IAsyncDisposable
{
    private readonly TcpClient socket = new();
    private readonly Pipe answer = new(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
    private NetworkStream stream = null!;

    /// <summary>The answer's body, framing removed; throws when it breaks off.</summary>
    public Stream Answer => answer.Reader.AsStream();

    public static async Task<BatchCaller> StartAsync(Uri server, string target)
    {
        var caller = new BatchCaller();
        await caller.socket.ConnectAsync(server.Host, server.Port);
        caller.stream = caller.socket.GetStream();
        await caller.stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {target} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"));
        _ = caller.ReceiveAsync();
        return caller;
    }

    public async Task WriteLineAsync(string line) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{line.Length + 1:X}\r\n{line}\n\r\n")));

    public async Task EndAsync() => await stream.WriteAsync("0\r\n\r\n"u8.ToArray());

    /// <summary>Goes away in the middle, without a word.</summary>
    public void Reset()
    {
        socket.Client.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReceiveAsync()
    {
        try
        {
            using var buffered = new BufferedStream(stream, 64 * 1024);
            while (await LineAsync(buffered) is { Length: > 0 })
            {
                // The head; a test looks at the body alone.
            }

            int size;
            while ((size = int.Parse(await LineAsync(buffered), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) > 0)
            {
                while (size > 0)
                {
                    var room = answer.Writer.GetMemory();
                    var read = await buffered.ReadAsync(room[..Math.Min(size, room.Length)]);
                    answer.Writer.Advance(read > 0 ? read : throw new IOException("the answer broke off"));
                    await answer.Writer.FlushAsync();
                    size -= read;
                }

                await LineAsync(buffered);
            }

            await answer.Writer.CompleteAsync();
        }
        catch (Exception error) when (error is IOException or FormatException or ObjectDisposedException)
        {
            await answer.Writer.CompleteAsync(error as IOException ?? new IOException("the answer broke off", error));
        }
    }

    private static async Task<string> LineAsync(BufferedStream from)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await from.ReadAsync(one) > 0 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
