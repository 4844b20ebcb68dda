using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Renderer.Server.Wire;

/// <summary>A stream of lines in, a stream of answers out.</summary>
internal static class Streaming
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>The body limit holds for a line, not for the stream; a slow reader or writer is no attack here, back-pressure is the point.</summary>
    public static void Unbound(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } slowIn)
        {
            slowIn.MinDataRate = null;
        }

        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } slowOut)
        {
            slowOut.MinDataRate = null;
        }
    }

    /// <summary>Begins an answer of lines.</summary>
    public static Task StartAsync(HttpContext http)
    {
        http.Response.ContentType = "application/x-ndjson; charset=utf-8";
        http.Response.Headers.CacheControl = "private, no-store";
        return http.Response.StartAsync(http.RequestAborted);
    }

    /// <summary>Writes one line for each result, as the results come.</summary>
    public static async Task WriteAsync<T>(HttpContext http, IAsyncEnumerable<T> results, Action<Utf8JsonWriter, T> writeOne)
    {
        var output = http.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(output, JsonFormat.Writing);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        await using var next = results.GetAsyncEnumerator(stop.Token);
        var moving = next.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!moving.IsCompleted || output.UnflushedBytes >= FlushBytes)
                {
                    // Whoever sends slowly gets each answer when it is there; whoever reads slowly slows us down here.
                    await output.FlushAsync(stop.Token);
                }

                if (!await moving)
                {
                    return;
                }

                writeOne(writer, next.Current);
                writer.Flush();
                writer.Reset();
                output.Write("\n"u8);
                moving = next.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // A caller who leaves ends this in mid-move, and an iterator that is still on its way cannot be disposed.
            await stop.CancelAsync();
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
