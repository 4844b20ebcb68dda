using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Renderer.ServerTests.Gateway;

/// <summary>A small server in a node's place: it counts what arrives, and answers as the test says.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private WebApplication? app;

    private TestNode(string name) => Name = name;

    public string Name { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What <c>/health/ready</c> says.</summary>
    public int ReadyStatus { get; set; } = 200;

    /// <summary>All else; by default the node's name.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync(((TestNode)context.Items["node"]!).Name);

    /// <summary>Method and raw target of everything but probes, in order of arrival.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    public static async Task<TestNode> StartAsync(string name)
    {
        var node = new TestNode(name);
        await node.StartAsync();
        return node;
    }

    /// <summary>Starts, or starts again on the same port.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.ToString());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Path == "/health/ready")
            {
                context.Response.StatusCode = ReadyStatus;
                return;
            }

            Seen.Enqueue($"{context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}");
            context.Items["node"] = this;
            await Answer(context);
        });
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
    }

    /// <summary>Goes away at once, cutting what is in flight.</summary>
    public async Task KillAsync()
    {
        if (app is not null)
        {
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
            app = null;
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
