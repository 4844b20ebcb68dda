using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Renderer.Server;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>The real server, in this process, on a port of its own: everything goes over HTTP.</summary>
internal sealed class RendererNode : IAsyncDisposable
{
    private readonly WebApplication app;

    private RendererNode(WebApplication app, string url, LogSink logs)
    {
        this.app = app;
        Url = url;
        Logs = logs;
        Http = Client("dev");
    }

    public string Url { get; }

    /// <summary>A client with the key "dev".</summary>
    public HttpClient Http { get; }

    /// <summary>Everything the node logged.</summary>
    public LogSink Logs { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<RendererNode> StartAsync(
        string url, string sandboxUrl, Dictionary<string, string> settings, TimeProvider? clock)
    {
        var logs = new LogSink();
        List<string> args =
        [
            $"--urls={url}", "--environment=Development", $"--contentRoot={Repository.Root}", $"--SANDBOX_URL={sandboxUrl}",
            "--Renderer:Sandbox:Start=false", $"--Renderer:PublicUrl={url}",
        ];
        args.AddRange(settings.Select(setting => $"--{(setting.Key.StartsWith('!') ? setting.Key[1..] : "Renderer:" + setting.Key)}={setting.Value}"));
        var app = ServerHost.Build([.. args], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(logs);
            if (clock is not null)
            {
                builder.Services.AddSingleton(clock);
            }
        });
        await app.StartAsync();
        return new RendererNode(app, url, logs);
    }

    /// <summary>A client that sends this key.</summary>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(30) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    /// <summary>Renders, and expects a 200.</summary>
    public async Task<JsonElement> RenderAsync(string template, object body)
    {
        using var answer = await Http.PostAsJsonAsync($"/v1/render/{template}", body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }

    /// <summary>Renders the test template "hello" for an id.</summary>
    public Task<JsonElement> HelloAsync(string id, int budgetMs = 800) =>
        RenderAsync("hello", new { recipient = new { id }, budget_ms = budgetMs });

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
