using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>A server of any vendor on a real Kestrel: gives a token to whoever asks for one, and answers the rest as the test says.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private int tokens;

    private ScriptedHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestLineSize = 64 * 1024);
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    public Uri Url => new(app.Urls.First());

    /// <summary>Method and raw target of each request but those for tokens, in order.</summary>
    public ConcurrentQueue<SeenCall> Calls { get; } = new();

    public ConcurrentQueue<string> TokenForms { get; } = new();

    /// <summary>Answers a request, by its decoded target.</summary>
    public Func<string, HttpContext, Task> Answer { get; set; } = (_, context) => WriteAsync(context, 404, "{}");

    public static async Task<ScriptedHost> StartAsync()
    {
        var host = new ScriptedHost();
        await host.app.StartAsync();
        return host;
    }

    /// <summary>A connection of these settings.</summary>
    public static ICrmConnection Connect(ConnectionSettings settings, TimeProvider? clock = null, ILoggerFactory? logs = null)
    {
        var (connection, fault) = CrmConnections.Create(
            WorkspaceName.Default, settings, Connecting.Loopback, clock ?? TimeProvider.System, logs ?? NullLoggerFactory.Instance);
        Assert.True(fault is null, fault?.Message);
        return connection!;
    }

    public static Task WriteAsync(HttpContext context, int status, string body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal))
        {
            var form = await context.Request.ReadFormAsync();
            TokenForms.Enqueue(string.Join('&', form.OrderBy(field => field.Key).Select(field => $"{field.Key}={field.Value}")));
            await WriteAsync(context, 200, $$"""{"access_token":"token-{{Interlocked.Increment(ref tokens)}}","token_type":"Bearer","expires_in":3599}""");
            return;
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Calls.Enqueue(new SeenCall(target, context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        await Answer(Uri.UnescapeDataString(target), context);
    }
}

/// <summary>A call that the host saw.</summary>
internal sealed record SeenCall(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
