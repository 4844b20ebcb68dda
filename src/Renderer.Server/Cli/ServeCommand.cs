using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Renderer.Messages.Library;
using Renderer.Profiles;
using Renderer.Server.Hosting;

namespace Renderer.Server.Cli;

/// <summary>Runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Task<int> RunAsync(string[] args, CancellationToken cancellationToken) => CommandLine.GuardAsync(async () =>
    {
        await using var app = ServerHost.Build(args);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException or SocketException)
        {
            await app.StopAsync(CancellationToken.None);
            throw new StartupFault($"{Address(fault)} is taken by another program. Stop that, or set ASPNETCORE_URLS=http://localhost:<free port> and start again.");
        }

        if (app.Services.GetService<ServerOptions>() is { } options)
        {
            Banner.Print(Console.Out, app.Urls.First(), options, app.Services.GetRequiredService<TemplateLibrary>(), app.Services.GetRequiredService<ProfilesHealth>());
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    });

    /// <summary>Kestrel's message is "Failed to bind to address http://127.0.0.1:5080: address already in use."</summary>
    private static string Address(IOException fault) =>
        fault.Message.Split(' ').FirstOrDefault(word => word.StartsWith("http", StringComparison.Ordinal))?.TrimEnd(':', '.') ?? "The address";
}
