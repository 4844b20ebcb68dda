using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Hooks;

/// <summary>What became of a webhook.</summary>
/// <param name="Status">The answer's status; 0 when there was none.</param>
/// <param name="Error">Why there was none.</param>
internal readonly record struct HookAnswer(int Status, string? Error)
{
    public bool Delivered => Status is >= 200 and < 300;
}

/// <summary>Sends webhooks as HubSpot does: signed, within 5 s, and again where they were not taken.</summary>
internal sealed class HookSender(SandboxOptions options, TimeProvider clock) : IDisposable
{
    // HubSpot's ten attempts over a day, in a developer's patience.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends to every address, waits for each first answer, and returns the worst; later attempts go on behind.</summary>
    public async Task<HookAnswer> SendAsync(IReadOnlyList<HookEvent> events)
    {
        if (options.HookUrls.Count == 0)
        {
            return new HookAnswer(0, "no Renderer__Sandbox__HookUrl is set");
        }

        var answers = await Task.WhenAll(options.HookUrls.Select(url => FirstAsync(url, events)));
        return answers.MaxBy(answer => answer.Status == 0 ? int.MaxValue : answer.Status);
    }

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
        stopping.Dispose();
    }

    private async Task<HookAnswer> FirstAsync(Uri url, IReadOnlyList<HookEvent> events)
    {
        var answer = await AttemptAsync(url, events, 0);
        if (!answer.Delivered)
        {
            _ = AgainAsync(url, events);
        }

        return answer;
    }

    private async Task AgainAsync(Uri url, IReadOnlyList<HookEvent> events)
    {
        try
        {
            for (var attempt = 1; attempt <= Pauses.Length; attempt++)
            {
                await Task.Delay(Pauses[attempt - 1], clock, stopping.Token);
                if ((await AttemptAsync(url, events, attempt)).Delivered)
                {
                    return;
                }
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
            // The sandbox ends, and with it its events.
        }
    }

    private async Task<HookAnswer> AttemptAsync(Uri url, IReadOnlyList<HookEvent> events, int attempt)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
        try
        {
            using var request = Request(url, events, attempt);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new HookAnswer((int)response.StatusCode, null);
        }
        catch (HttpRequestException error)
        {
            return new HookAnswer(0, error.HttpRequestError == HttpRequestError.Unknown ? error.Message : error.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new HookAnswer(0, "no answer within 5 s");
        }
    }

    private HttpRequestMessage Request(Uri url, IReadOnlyList<HookEvent> events, int attempt)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, DataFile.Plain))
        {
            writer.WriteStartArray();
            foreach (var one in events)
            {
                one.Write(writer, attempt);
            }

            writer.WriteEndArray();
        }

        var body = buffer.WrittenMemory;
        var timestamp = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "HubSpot Connect 2.0 (http://dev.hubspot.com/) - Renderer sandbox");
        request.Headers.Add("X-HubSpot-Request-Timestamp", timestamp);
        request.Headers.Add("X-HubSpot-Signature-v3", HookSignature.V3(options.HookSecret, "POST", url.AbsoluteUri, body.Span, timestamp));
        request.Headers.Add("X-HubSpot-Signature-Version", "v1");
        request.Headers.Add("X-HubSpot-Signature", HookSignature.V1(options.HookSecret, body.Span));
        return request;
    }
}
