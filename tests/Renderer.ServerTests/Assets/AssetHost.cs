using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;

namespace Renderer.ServerTests.Assets;

/// <summary>An origin of assets, in this process, on a port of its own; it does what a test tells it, and notes what it was asked.</summary>
internal sealed class AssetHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-assets-").FullName;

    private AssetHost(WebApplication app, string url) => (this.app, Url) = (app, url);

    public string Url { get; }

    /// <summary>The raw targets asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>The headers of the last request.</summary>
    public Dictionary<string, string> Headers { get; private set; } = [];

    /// <summary>The folder of the staged workspace.</summary>
    public string Workspace { get; private set; } = "";

    /// <summary>What it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http => GiveAsync(http, [1, 2, 3]);

    public static async Task<AssetHost> StartAsync()
    {
        var url = FreePort.Url();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url);
        var host = new AssetHost(app, url);
        app.Run(http =>
        {
            host.Asked.Enqueue(http.Features.Get<IHttpRequestFeature>()!.RawTarget);
            host.Headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            return host.Answer(http);
        });
        await app.StartAsync();
        return host;
    }

    /// <summary>A stage whose workspace lists this origin as "cdn", below /mail, and what else is said of it.</summary>
    public async Task<Stage> StageAsync(string more = "", string timeout = "10s")
    {
        var workspace = Folders.Copy(Repository.Workspace("basic"), Path.Combine(folder, "workspace"));
        await File.AppendAllTextAsync(Path.Combine(workspace, "workspace.yaml"), $"\nassets:\n  cdn: {{base_url: '{Url}/mail', timeout: {timeout}{more}}}\n");
        Workspace = workspace;
        return await Stage.StartAsync(workspace);
    }

    public static Task GiveAsync(HttpContext http, byte[] body, string type = "image/png")
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>From now on nobody is there.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
