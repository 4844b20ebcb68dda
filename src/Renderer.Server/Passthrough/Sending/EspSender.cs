using System.Net;
using System.Security.Authentication;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>Sends one request to the ESP, once, and reads its answer whole.</summary>
internal sealed class EspSender(EspClient client, TimeProvider clock)
{
    private const int MostAnswer = 4 * 1024 * 1024;

    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length",
    };

    /// <summary>Whether a failure says that there never was a connection.</summary>
    public static bool NeverConnected(Exception? failure) => failure is AuthenticationException
        || (failure is HttpRequestException { HttpRequestError: var error }
            && error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError);

    /// <summary>Sends it. The caller's leaving does not end it: what has begun to be sent is better known than not. Never throws for what the ESP does.</summary>
    public async Task<EspReply> SendAsync(EspCall call, IEspApi api, EspSend send)
    {
        using var content = new SplicedContent(send.Body);
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), (Uri?)null)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await new EspTransform(call, api, send.Body) { Send = send }.TransformRequestAsync(call.Http, request, "", CancellationToken.None);
        using var late = new CancellationTokenSource(call.Esp.Timeout, clock);
        try
        {
            using var response = await client.SendAsync(request, late.Token);
            return await ReadAsync(response, late.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or AuthenticationException)
        {
            return content.MayBeWhole && !NeverConnected(failure) ? EspReply.Unknown : EspReply.NotSent;
        }
    }

    private static async Task<EspReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => !OfTheConnection.Contains(header.Key))
            .SelectMany(header => header.Value.Select(value => (header.Key, value)))
            .ToList();
        var body = new MemoryStream();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[16 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                body.Write(buffer, 0, read);
                if (body.Length > MostAnswer)
                {
                    return new EspReply(ReplyState.Cut, (int)response.StatusCode, headers, body.ToArray());
                }
            }

            return new EspReply((int)response.StatusCode, headers, body.ToArray());
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return new EspReply(ReplyState.Cut, (int)response.StatusCode, headers, body.ToArray());
        }
    }
}
