using System.Net;
using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>A body on its way to the ESP, which knows whether the ESP can have had all of it.</summary>
internal sealed class SplicedContent(Spliced body) : HttpContent
{
    private volatile bool mayBeWhole;

    /// <summary>Whether its last byte was handed over: from then on the ESP may act on it. Before that a request is none.</summary>
    public bool MayBeWhole => mayBeWhole;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var left = body.Length;
        mayBeWhole = left == 0;
        await foreach (var run in body.RunsAsync(cancellationToken))
        {
            left -= run.Length;
            mayBeWhole |= left == 0;
            await stream.WriteAsync(run, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
