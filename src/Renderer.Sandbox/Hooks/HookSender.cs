namespace Renderer.Sandbox.Hooks;

/// <summary>What became of a webhook.</summary>
/// <param name="Status">The answer's status; 0 when there was none.</param>
/// <param name="Error">Why there was none, or why it does not do.</param>
internal readonly record struct HookAnswer(int Status, string? Error)
{
    public bool Delivered => Status is >= 200 and < 300 && Error is null;
}

/// <summary>Sends every vendor's webhooks: within 5 s, and again where they were not taken.</summary>
internal sealed class HookSender(IEnumerable<IVendorHook> vendors, TimeProvider clock) : IDisposable
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
    public async Task<HookAnswer> SendAsync(PersonChange change)
    {
        var told = vendors.Select(vendor => (Vendor: vendor, Request: vendor.Tell(change)))
            .Where(one => one.Request is not null && one.Vendor.Urls.Count > 0)
            .ToList();
        if (told.Count == 0)
        {
            return new HookAnswer(0, "no Renderer__Sandbox__HookUrl is set, or none that is told of this");
        }

        var answers = await Task.WhenAll(told.SelectMany(one => one.Vendor.Urls.Select(url => FirstAsync(one.Vendor, url, one.Request!))));
        return answers.MaxBy(answer => answer.Status == 0 ? int.MaxValue : answer.Status);
    }

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
        stopping.Dispose();
    }

    private async Task<HookAnswer> FirstAsync(IVendorHook vendor, Uri url, Func<Uri, int, HttpRequestMessage> request)
    {
        var answer = await AttemptAsync(vendor, url, request, 0);
        if (!answer.Delivered)
        {
            _ = AgainAsync(vendor, url, request);
        }

        return answer;
    }

    private async Task AgainAsync(IVendorHook vendor, Uri url, Func<Uri, int, HttpRequestMessage> request)
    {
        try
        {
            for (var attempt = 1; attempt <= Pauses.Length; attempt++)
            {
                await Task.Delay(Pauses[attempt - 1], clock, stopping.Token);
                if ((await AttemptAsync(vendor, url, request, attempt)).Delivered)
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

    private async Task<HookAnswer> AttemptAsync(IVendorHook vendor, Uri url, Func<Uri, int, HttpRequestMessage> request, int attempt)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping.Token);
        try
        {
            using var message = request(url, attempt);
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new HookAnswer((int)response.StatusCode, response.IsSuccessStatusCode ? await vendor.ComplaintAsync(response, either.Token) : null);
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
