using System.Net;
using Renderer.Model;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Crm;

/// <summary>Keeps what a 429 asks: until its end no request leaves, and each fails from here, as none that says anything of the CRM's health.</summary>
/// <param name="pause">The connection's pause.</param>
/// <param name="unsaid">The wait after a 429 that says none, from what else it says.</param>
/// <param name="watch">Hears of each pause.</param>
/// <param name="clock">For a Retry-After that is a date.</param>
internal sealed class PauseHandler(
    Pause pause, Func<HttpResponseMessage, CancellationToken, Task<TimeSpan>> unsaid, ConnectionWatch watch, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (pause.Why is { } why)
        {
            throw new CrmFailureException(why);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            var wait = RetryAfterHeader.Read(response, clock) ?? await unsaid(response, cancellationToken);
            pause.For(wait, Reason.CrmLimited);
            watch.Paused(wait);
        }

        return response;
    }
}
