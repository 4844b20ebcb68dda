using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Renderer.Sandbox.Salesforce.Events;

/// <summary>Serves the Pub/Sub API on an address of its own: HTTP/2 in clear text cannot share one with HTTP/1.</summary>
internal sealed class PubSubHost(SandboxOptions options, ChangeEventLog log, Fields fields, Sessions sessions, TimeProvider clock) : IHostedService
{
    private WebApplication? app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.PubSubUrl is not { } url)
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Grpc", LogLevel.None);
        builder.WebHost.UseKestrelCore().UseUrls(url.ToString())
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new PubSubStream(log, fields, sessions, clock));
        app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<PubSubStream>();
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException error)
        {
            // Everything else goes on: few want it, and somebody else may have the port.
            await Console.Error.WriteLineAsync($"The Pub/Sub API is not served. {error.Message} Choose another address with Renderer__Sandbox__PubSubUrl.");
            await app.DisposeAsync();
            app = null;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (app is not null)
        {
            log.SendAway();
            await app.StopAsync(cancellationToken);
            await app.DisposeAsync();
        }
    }
}
