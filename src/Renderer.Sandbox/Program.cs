using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Renderer.Sandbox;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var app = SandboxHost.Build(args);
        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException or SocketException)
        {
            await Console.Error.WriteLineAsync($"{error.Message} Choose another with ASPNETCORE_URLS=http://localhost:<port>.");
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Whoever started it left before it was up.
            return 0;
        }

        Banner.Write(app);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
