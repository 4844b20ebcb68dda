using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Sending;
using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Passthrough;

/// <summary>
/// What the ESP gets of a request's head: all that the caller sent, bar what belongs to the connection, the credential, and what was said to us
/// alone (<c>X-Renderer-…</c>).
/// </summary>
internal sealed class EspTransform(EspCall call, IEspApi api, Spliced? body) : HttpTransformer
{
    private const string Ours = "X-Renderer-";

    /// <summary>YARP keeps these for its own tracing; we add none, so the caller's pass.</summary>
    private static readonly string[] Tracing = ["traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context"];

    /// <summary>What takes the place of the caller's, for a request that is not quite the caller's.</summary>
    public EspSend? Send { get; init; }

    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var headers = proxyRequest.Headers;
        headers.Host = null;
        foreach (var name in httpContext.Request.Headers.Keys)
        {
            if (name.StartsWith(Ours, StringComparison.OrdinalIgnoreCase))
            {
                headers.Remove(name);
            }
        }

        foreach (var name in Tracing)
        {
            if (httpContext.Request.Headers[name] is { Count: > 0 } values && !headers.Contains(name))
            {
                headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        proxyRequest.RequestUri = EspTarget.Under(call.Esp.BaseUrl!, Send?.Target ?? call.Target);
        if (proxyRequest.Content is { } content && body is not null && (Send is not null || content.Headers.ContentLength is not null))
        {
            content.Headers.ContentLength = body.Length;
        }

        if (Send is { } send)
        {
            Change(proxyRequest, send);
        }

        await api.AuthorizeAsync(proxyRequest, body, call.Esp);
    }

    private void Change(HttpRequestMessage request, EspSend send)
    {
        request.Headers.ExpectContinue = null; // a body of our own is small, and there
        if (send.Messages.Count > 0 && call.IsInflated)
        {
            request.Content!.Headers.ContentEncoding.Clear();
        }

        foreach (var (name, value) in send.Headers)
        {
            request.Headers.Remove(name);
            request.Content!.Headers.Remove(name);
            if (value is not null && !request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
