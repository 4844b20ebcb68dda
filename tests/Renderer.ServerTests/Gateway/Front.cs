using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Server.Gateway;

namespace Renderer.ServerTests.Gateway;

/// <summary>A gateway on a free port before some nodes, with a client of its own and all that it logged.</summary>
internal sealed class Front : IAsyncDisposable
{
    private readonly WebApplication app;

    private Front(WebApplication app, IReadOnlyCollection<string> logged)
    {
        this.app = app;
        Logged = logged;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IReadOnlyCollection<string> Logged { get; }

    /// <summary>Starts, and waits until every node that can be reached was found well.</summary>
    public static async Task<Front> StartAsync(IEnumerable<TestNode> nodes, Func<GatewayOptions, GatewayOptions>? with = null, int ready = -1)
    {
        var all = nodes.ToArray();
        var logged = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        // ASP.NET Core's own lines name every target: the app, too, takes them from Warning on.
        builder.Logging.ClearProviders().AddProvider(new Collector(logged)).SetMinimumLevel(LogLevel.Debug)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var options = new GatewayOptions
        {
            Nodes = all.Select(node => node.Address).ToArray(),
            ProbeInterval = TimeSpan.FromMilliseconds(300),
            DrainDelay = TimeSpan.Zero,
        };
        GatewayApp.AddGateway(builder.Services, with?.Invoke(options) ?? options);
        var app = builder.Build();
        GatewayApp.MapGateway(app);
        await app.StartAsync();
        var front = new Front(app, logged);
        await Eventually.HoldsAsync(async () =>
            (await front.Client.GetStringAsync("/health/ready")).Contains($"\"ready\":{(ready < 0 ? all.Length : ready)}", StringComparison.Ordinal));
        return front;
    }

    public Task StopAsync() => app.StopAsync();

    /// <summary>Which node answers this.</summary>
    public async Task<string> AskAsync(string target, HttpMethod? method = null, string? affinity = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, target);
        if (affinity is not null)
        {
            request.Headers.Add(AffinityKey.Header, affinity);
        }

        using var response = await Client.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private sealed class Collector(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
