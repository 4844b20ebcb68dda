using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Renderer.Sandbox.Faults;

/// <summary>An answer that stops in the middle. Kestrel would not let it out, so it goes onto the socket itself.</summary>
internal static class HalfAnswer
{
    /// <summary>Sends the whole head, with the length of the whole body, then half of the body, then nothing more (FIN).</summary>
    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return;
        }

        var status = context.Response.StatusCode;
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n");
        context.Response.ContentLength = body.Length;
        foreach (var (name, value) in context.Response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        byte[] half = [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body[..(body.Length / 2)].Span];
        for (var sent = 0; sent < half.Length;)
        {
            sent += await socket.SendAsync(half.AsMemory(sent), context.RequestAborted);
        }

        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
    }
}
