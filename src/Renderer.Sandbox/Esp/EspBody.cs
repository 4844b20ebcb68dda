using System.IO.Compression;
using System.Text.Json;

namespace Renderer.Sandbox.Esp;

/// <summary>The body of a call to an ESP.</summary>
internal static class EspBody
{
    private const int Block = 64 << 10;

    /// <summary>Reads it, inflated where it is compressed; null where it is larger than the vendor takes.</summary>
    /// <param name="context">The call.</param>
    /// <param name="raw">As it came, since a signature is over that.</param>
    public static async Task<byte[]?> ReadAsync(HttpContext context, bool raw = false)
    {
        var most = context.Features.Get<EspVendor>()!.LargestBody;
        var from = raw ? context.Request.Body : Inflated(context.Request);
        using var bytes = new MemoryStream((int)Math.Clamp(context.Request.ContentLength ?? 0, Block, most));
        var block = new byte[Block];
        try
        {
            for (int read; (read = await from.ReadAsync(block, context.RequestAborted)) > 0;)
            {
                bytes.Write(block, 0, read);
                if (bytes.Length > most)
                {
                    return null;
                }
            }
        }
        catch (InvalidDataException)
        {
            // Not compressed as it says: what is there is no JSON and no form.
            return [];
        }

        return bytes.ToArray();
    }

    /// <summary>Parses it; null where it is not one JSON value.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Stream Inflated(HttpRequest request) => request.Headers.ContentEncoding.ToString() switch
    {
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
        "br" => new BrotliStream(request.Body, CompressionMode.Decompress),
        _ => request.Body,
    };
}
