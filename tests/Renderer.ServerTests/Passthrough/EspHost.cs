using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;

namespace Renderer.ServerTests.Passthrough;

/// <summary>A request as it came to the ESP.</summary>
internal sealed record EspRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}

/// <summary>An ESP, in this process, on a port of its own: it does what a test tells it, and notes what it was sent.</summary>
internal sealed class EspHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-esp-").FullName;

    private EspHost(WebApplication app, string url) => (this.app, Url) = (app, url);

    public string Url { get; }

    /// <summary>What came, in order.</summary>
    public ConcurrentQueue<EspRequest> Came { get; } = [];

    /// <summary>What it answers; SendGrid's 202 by default, with a number as id.</summary>
    public Func<HttpContext, EspRequest, Task> Answer { get; set; } = TakeAsync;

    public static async Task<EspHost> StartAsync()
    {
        var url = FreePort.Url();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Urls.Add(url);
        var host = new EspHost(app, url);
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var request = new EspRequest(
                http.Request.Method,
                http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray());
            host.Came.Enqueue(request);
            await host.Answer(http, request);
        });
        await app.StartAsync();
        return host;
    }

    /// <summary>A stage whose workspace has this host as the ESP "mail".</summary>
    /// <param name="more">Further keys of the ESP: <c>, on_failure: fail</c>.</param>
    /// <param name="path">The path of its base address.</param>
    /// <param name="node">Settings of the node.</param>
    /// <param name="baseUrl">Another address than this host's.</param>
    /// <param name="type">Whose API it speaks.</param>
    /// <param name="timeout">How long it is waited for.</param>
    public Task<Stage> StageAsync(string more = "", string path = "", Dictionary<string, string>? node = null, string? baseUrl = null, string type = "sendgrid", string timeout = "5s")
    {
        var workspace = Folders.Copy(Repository.Workspace("esp"), Path.Combine(folder, Path.GetRandomFileName()));
        File.AppendAllText(
            Path.Combine(workspace, "workspace.yaml"), $"esps:\n  mail: {{type: {type}, base_url: '{baseUrl ?? Url + path}', {Credential(type)}, timeout: {timeout}, budget: 5s{more}}}\n");
        var settings = new Dictionary<string, string>(node ?? []);
        settings.TryAdd("!ESP_KEY", "SG.real");
        return Stage.StartAsync(workspace, settings);
    }

    /// <summary>From now on nobody is there.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Credential(string type) =>
        type == "ses" ? "access_key_id: AKIDOURS, secret_access_key: '${env:ESP_KEY}', region: eu-central-1" : "api_key: '${env:ESP_KEY}'";

    private static int number;

    public static Task TakeAsync(HttpContext http, EspRequest request)
    {
        http.Response.StatusCode = 202;
        http.Response.Headers["X-Message-Id"] = $"id-{Interlocked.Increment(ref number)}";
        return Task.CompletedTask;
    }

    public static Task RefuseAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body);
    }
}
