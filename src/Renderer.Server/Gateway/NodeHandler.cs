namespace Renderer.Server.Gateway;

/// <summary>What stands between YARP and the sockets: which requests are streams, and how long the others may take.</summary>
internal sealed class NodeHandler(HttpMessageHandler plain, Func<SocketsHttpHandler> sockets, GatewayOptions options, TimeProvider clock)
    : DelegatingHandler(plain)
{
    /// <summary>A body longer than this may be refused by a node before it is all read (413): one that is a stream to us.</summary>
    private const long LongBody = 256 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body && MayBeAnsweredEarly(body))
        {
            return await DuplexExchange.SendAsync(request, body, sockets(), cancellationToken);
        }

        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
        {
            // Without a body at all, SocketsHttpHandler repeats even a POST when a pooled connection turns out to be closed.
            request.Content ??= new ByteArrayContent([]);
        }

        using var late = new CancellationTokenSource(options.AnswerTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        return await base.SendAsync(request, either.Token);
    }

    private static bool MayBeAnsweredEarly(HttpContent body) =>
        body.Headers.ContentLength is not <= LongBody
        || string.Equals(body.Headers.ContentType?.MediaType, StreamStep.MediaType, StringComparison.OrdinalIgnoreCase);
}
