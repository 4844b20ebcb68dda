using Renderer.Server.Wire;

namespace Renderer.Server.Hosting;

/// <summary>Where and how the server listens, and what it writes into its log.</summary>
internal static class Listening
{
    /// <summary>The address where the configuration names none.</summary>
    public static readonly string DefaultUrl = $"http://localhost:{ServerOptions.DefaultPort}";

    /// <summary>Listens where ASPNETCORE_URLS says, else on the default port, and on the management port where there is one.</summary>
    public static void AddListening(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var urls = configuration["urls"] is { Length: > 0 } named ? named
            : configuration["http_ports"] is { Length: > 0 } ports ? string.Join(';', ports.Split(';').Select(port => $"http://*:{port}"))
            : DefaultUrl;
        builder.WebHost.UseUrls(
            configuration["Renderer:Management:Port"] is { Length: > 0 } management ? $"{urls};http://*:{management}" : urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Above our own limit, so that a body somewhat too large is read to its end and its sender reads the 413.
            kestrel.Limits.MaxRequestBodySize = 16 * JsonBody.MaxBytes;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
    }

    /// <summary>Quiet where libraries would name URLs, which carry people; JSON lines outside Development.</summary>
    public static void AddLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
        // Opens a scope with the request's path, which may carry a person's id.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // A start that fails is told by whoever started it: in a line where we know what to do.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("ZiggyCreatures", LogLevel.Critical);
        builder.Logging.AddFilter("Polly", LogLevel.Critical);
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }
        else
        {
            builder.Logging.AddJsonConsole();
        }
    }
}
