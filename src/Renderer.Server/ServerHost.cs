using Renderer.Server.Access;
using Renderer.Server.Gateway;
using Renderer.Server.Health;
using Renderer.Server.Hosting;
using Renderer.Server.Passthrough;

namespace Renderer.Server;

/// <summary>Builds the server: the table of contents of what runs in it.</summary>
internal static class ServerHost
{
    /// <summary>Builds a node, or a gateway where nodes are configured; nothing listens yet.</summary>
    /// <param name="args">The command line, read as configuration.</param>
    /// <param name="adjust">What a caller changes before it is built (a test's clock).</param>
    /// <exception cref="StartupFault">The configuration cannot be used; the message names every fault.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddLogging();
        builder.AddListening();
        var faults = new List<string>();
        var gateway = GatewayOptions.Read(builder.Configuration, faults);
        var management = gateway is null ? null : ServerOptionsReader.ManagementPort(builder.Configuration.GetSection("Renderer"), faults);
        StartupFault.ThrowIfAny(faults);
        if (gateway is not null)
        {
            return BuildGateway(builder, gateway, management, adjust);
        }

        var options = ServerOptionsReader.Read(builder.Configuration, builder.Environment);
        builder.AddRooms(options);
        builder.AddTelemetry();
        builder.AddAccess();
        builder.Services.AddPassthrough();
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer(DescribeAsync));
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseSteps(options);
        app.MapSlices();
        return app;
    }

    private static WebApplication BuildGateway(
        WebApplicationBuilder builder, GatewayOptions gateway, int? management, Action<WebApplicationBuilder>? adjust)
    {
        GatewayApp.AddGateway(builder.Services, gateway);
        builder.AddTelemetry();
        adjust?.Invoke(builder);

        var app = builder.Build();
        if (management is { } port)
        {
            GatewayApp.UseManagement(app, port);
        }

        GatewayApp.MapGateway(app);
        return app;
    }

    private static Task DescribeAsync(
        Microsoft.OpenApi.OpenApiDocument document,
        Microsoft.AspNetCore.OpenApi.OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken)
    {
        document.Info.Title = "Renderer";
        document.Info.Description = "Send-time and open-time personalization for email.";
        return Task.CompletedTask;
    }
}
