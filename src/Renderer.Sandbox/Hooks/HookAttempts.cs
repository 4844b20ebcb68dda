namespace Renderer.Sandbox.Hooks;

/// <summary>Sends one webhook: within 5 s, and again where it was not taken.</summary>
internal sealed class HookAttempts(TimeProvider clock) : IDisposable
{
    // HubSpot's ten attempts over a day, in a developer's patience.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Waits for the first answer; later attempts go on behind.</summary>
    /// <param name="request">Makes the request of an attempt, from 0.</param>
    /// <param name="complaint">What is wrong with a 2xx.</param>
    public async Task<HookAnswer> FirstAsync(Func<int, HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<string?>>? complaint = null)
    {
        var answer = await AttemptAsync(request, complaint, 0);
        if (!answer.Delivered)
        {
            _ = AgainAsync(request, complaint);
        }

        return answer;
    }

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
        stopping.Dispose();
    }

    private async Task AgainAsync(Func<int, HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<string?>>? complaint)
    {
        try
        {
            for (var attempt = 1; attempt <= Pauses.Length; attempt++)
            {
                await Task.Delay(Pauses[attempt - 1], clock, stopping.Token);
                if ((await AttemptAsync(request, complaint, attempt)).Delivered)
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

    private async Task<HookAnswer> AttemptAsync(Func<int, HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<string?>>? complaint, int attempt)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
        try
        {
            using var message = request(attempt);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new HookAnswer((int)response.StatusCode, response.IsSuccessStatusCode && complaint is not null ? await complaint(response, either.Token) : null);
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
}
