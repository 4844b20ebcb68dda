using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Renderer.ServerTests.Sandbox;

/// <summary>A webhook that arrived.</summary>
internal sealed record ReceivedHook(string Method, string Url, byte[] Body, string Signature, string OldSignature, string Timestamp)
{
    public JsonElement[] Events => [.. JsonDocument.Parse(Body).RootElement.EnumerateArray()];

    /// <summary>HubSpot's v3, written down a second time: HMAC-SHA256 over method, URI, body and timestamp.</summary>
    public static string Sign(string secret, string method, string url, byte[] body, string timestamp) => Convert.ToBase64String(
        HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret),
            (byte[])[.. Encoding.UTF8.GetBytes(method + url), .. body, .. Encoding.UTF8.GetBytes(timestamp)]));
}

/// <summary>Somebody whom webhooks are sent to, and who answers as told.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Channel<ReceivedHook> received = Channel.CreateUnbounded<ReceivedHook>();

    private HookReceiver(Func<int, Task<int>> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        var count = 0;
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers;
            received.Writer.TryWrite(new ReceivedHook(
                context.Request.Method,
                context.Request.GetEncodedUrl(),
                body.ToArray(),
                headers["X-HubSpot-Signature-v3"].ToString(),
                headers["X-HubSpot-Signature"].ToString(),
                headers["X-HubSpot-Request-Timestamp"].ToString()));
            context.Response.StatusCode = await answer(Interlocked.Increment(ref count));
        });
    }

    public string Url => app.Urls.Single() + "/hooks/default/sandbox";

    /// <param name="answer">The status for the first, second, … webhook; 204 when absent.</param>
    public static async Task<HookReceiver> StartAsync(Func<int, Task<int>>? answer = null)
    {
        var receiver = new HookReceiver(answer ?? (_ => Task.FromResult(204)));
        await receiver.app.StartAsync();
        return receiver;
    }

    public async Task<ReceivedHook> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await received.Reader.ReadAsync(limit.Token);
    }

    public bool IsEmpty => received.Reader.Count == 0;

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
