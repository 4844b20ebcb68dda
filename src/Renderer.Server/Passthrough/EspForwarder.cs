using System.Net;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;
using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Passthrough;

/// <summary>Passes a request as it came, by YARP.</summary>
internal sealed class EspForwarder(IHttpForwarder forwarder, EspClient client)
{
    /// <summary>Passes it.</summary>
    /// <param name="call">The request.</param>
    /// <param name="api">Whose.</param>
    /// <param name="body">Its body where it was read; null: it is streamed.</param>
    public async Task ForwardAsync(EspCall call, IEspApi api, Spliced? body)
    {
        var http = call.Http;
        call.AdmitLong();
        var stream = body is null ? null : new SplicedStream(body);
        http.Request.Body = stream ?? http.Request.Body;

        var config = new ForwarderRequestConfig
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            ActivityTimeout = call.Esp.Timeout,
        };
        var error = await forwarder.SendAsync(http, call.Esp.BaseUrl!.GetLeftPart(UriPartial.Authority), client, config, new EspTransform(call, api, body));
        EspMetrics.Passed(call, error);
        if (error != ForwarderError.None && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await EspAnswers.RefuseAsync(http, api, ProblemOf(call, api.Sends(call) && stream is { IsHandedOver: true }, http.Features.Get<IForwarderErrorFeature>()?.Exception));
        }
    }

    /// <summary>Before the ESP had all of a mail it did nothing with it; after that it may have.</summary>
    private static Problem ProblemOf(EspCall call, bool mayHaveGone, Exception? cause) => !mayHaveGone || EspSender.NeverConnected(cause)
        ? new Problem(ProblemCode.EspUnreachable, $"The ESP '{call.Esp.Name}' cannot be reached, or did not answer within its 'timeout'; send it again.") { RetryAfter = 1 }
        : new Problem(
            ProblemCode.DeliveryUnknown,
            "The connection to the ESP broke after it may have had the request: look at the ESP whether the mail went before you send it again. With an 'Idempotency-Key' a retry would send only what certainly did not go.");
}
