using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Renderer.Tests.Profiles.Crm.Rest;

/// <summary>A small API on a real Kestrel: one handler answers, what it was asked is kept.</summary>
internal sealed class RestHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private RestHost(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First());

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    /// <summary>The bodies that were posted.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public static async Task<RestHost> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = new RestHost(builder.Build());
        host.app.Run(async context =>
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            host.Requests.Enqueue(new SeenRequest(context.Request.Method, target, context.Request.Headers.Authorization));
            if (HttpMethods.IsPost(context.Request.Method))
            {
                context.Request.EnableBuffering();
                host.Bodies.Enqueue(await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync());
                context.Request.Body.Position = 0;
            }

            await answer(context);
        });
        await host.app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    public static async Task JsonAsync(HttpContext context, JsonNode? body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body?.ToJsonString() ?? "null");
    }

    /// <summary>Refuses what the API does not know, as strict ones do.</summary>
    public static async Task<bool> RefusedAsync(HttpContext context, params string[] parameters)
    {
        var unknown = context.Request.Query.Keys.Except(parameters).ToList();
        if (unknown.Count == 0)
        {
            return false;
        }

        await JsonAsync(context, new JsonObject { ["error"] = $"unknown parameters: {string.Join(", ", unknown)}" }, 400);
        return true;
    }
}
