using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Renderer.Tests.Infrastructure;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>A collector of telemetry: keeps what the node exports to it, byte by byte.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();

    private OtlpSink(WebApplication app, string url) => (this.app, Url) = (app, url);

    public string Url { get; }

    /// <summary>What a node is told so that it exports here, often.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["!OTEL_EXPORTER_OTLP_ENDPOINT"] = Url,
        ["!OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["!OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["!OTEL_METRIC_EXPORT_INTERVAL"] = "300",
    };

    public static async Task<OtlpSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sink = new OtlpSink(app, FreePort.Url());
        app.Urls.Add(sink.Url);
        app.MapPost("/{**path}", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            sink.received.Enqueue((http.Request.Path, body.ToArray()));
            return Results.Ok();
        });
        await app.StartAsync();
        return sink;
    }

    /// <summary>The bodies that came to a path: "/v1/traces", "/v1/metrics".</summary>
    public IReadOnlyList<byte[]> Of(string path) => [.. received.Where(each => each.Path == path).Select(each => each.Body)];

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
