using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Outbound;
using Renderer.Profiles.Tokens;
using Renderer.Tests.Profiles.Crm;

namespace Renderer.Tests.Profiles.Tokens;

/// <summary>A token endpoint on a real Kestrel, and what asks it.</summary>
internal sealed class TokenHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpMessageInvoker wire;
    private int requests;

    private TokenHost(WebApplication app) => (this.app, wire) = (app, new HttpMessageInvoker(Wire));

    /// <summary>The guarded handler that connects.</summary>
    public HttpMessageHandler Wire { get; } = new OutboundGuard(Connecting.Loopback, Dns.GetHostAddressesAsync).CreateHandler();

    public int Requests => Volatile.Read(ref requests);

    /// <summary>What is answered to the n-th request, from 1.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (context, n) => TokenAsync(context, $"token-{n}", 1800);

    public ConcurrentQueue<(string Form, string? Authorization)> Seen { get; } = new();

    public LinesLogger Log { get; } = new();

    public static async Task<TokenHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = new TokenHost(builder.Build());
        host.app.MapPost("/token", host.HandleAsync);
        await host.app.StartAsync();
        return host;
    }

    public static Task TokenAsync(HttpContext context, string token, double? seconds) => FakeHubSpot.AnswerAsync(
        context, 200, seconds is null ? $$"""{"access_token":"{{token}}"}""" : FormattableString.Invariant($$"""{"access_token":"{{token}}","expires_in":{{seconds}}}"""));

    public Uri Url => new(app.Urls.First() + "/token");

    public TokenEndpoint Endpoint(TimeProvider? clock = null, Func<TokenClient, TokenClient>? change = null)
    {
        var client = new TokenClient(Url, "my id", new Secret("s&c:ret"), ClientProof.Form);
        return new(change?.Invoke(client) ?? client, wire, clock ?? TimeProvider.System);
    }

    public TokenSource Source(TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var endpoint = Endpoint(clock);
        var watch = new ConnectionWatch(WorkspaceName.Default, "main", clock, Log);
        var guard = new TokenGuard(error => TokenAdvice.For(error, AuthWay.ClientCredentials, "main"), watch, clock);
        return new TokenSource(
            (_, end) => guard.AskAsync(stop => endpoint.AskAsync(Grant.ClientCredentials(null), stop), end), TokenHeader.Bearer, watch, clock);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
        wire.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref requests);
        using var reader = new StreamReader(context.Request.Body);
        Seen.Enqueue((await reader.ReadToEndAsync(), context.Request.Headers.Authorization));
        await Answer(context, number);
    }
}
