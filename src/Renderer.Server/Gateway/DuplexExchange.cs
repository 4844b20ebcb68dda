namespace Renderer.Server.Gateway;

/// <summary>
/// One request over HTTP/1.1 whose answer is read while its body is still being sent. A batch is answered line by line; a client
/// that sent all of it first, as SocketsHttpHandler does, would wait for ever for a node that waits for its answers to be read.
/// (HTTP/2 has this built in, but Kestrel does not speak it on a clear-text port that speaks HTTP/1.1.)
/// </summary>
internal static class DuplexExchange
{
    /// <param name="request">The request; loses its content.</param>
    /// <param name="body">What is sent in the content's place, from the moment when the head is out.</param>
    /// <param name="sockets">A handler of its own, so that the one connection it makes is this request's.</param>
    /// <param name="cancellationToken">Cuts the exchange in both directions.</param>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpContent body, SocketsHttpHandler sockets, CancellationToken cancellationToken)
    {
        request.Content = new HeadOnly(body);
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ConnectionClose = true;
        request.Headers.ExpectContinue = null; // the caller's own was answered by our Kestrel when we began to read

        // Disposing it closes connections that are idle; this one ends with the answer's body.
        using (sockets)
        {
            sockets.PlaintextStreamFilter = (context, _) =>
                ValueTask.FromResult<Stream>(new DuplexStream(context.PlaintextStream, body, cancellationToken));
            using var invoker = new HttpMessageInvoker(sockets, disposeHandler: false);
            return await invoker.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>The body's headers and nothing else: on the wire, a chunked body's end mark right after the head.</summary>
    private sealed class HeadOnly : HttpContent
    {
        public HeadOnly(HttpContent body)
        {
            foreach (var header in body.Headers.NonValidated)
            {
                if (!header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                {
                    Headers.TryAddWithoutValidation(header.Key, header.Value);
                }
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
