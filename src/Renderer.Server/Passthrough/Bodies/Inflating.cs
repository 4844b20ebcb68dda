using System.IO.Compression;

namespace Renderer.Server.Passthrough.Bodies;

/// <summary>Opens compressed bodies, so that marks in them are found.</summary>
internal static class Inflating
{
    /// <summary>What was compressed, as a stream; null for a way of compressing that is not known here: such a body passes as it came.</summary>
    public static Stream? Open(Stream compressed, string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(compressed, CompressionMode.Decompress),
        "deflate" => new ZLibStream(compressed, CompressionMode.Decompress),
        "br" => new BrotliStream(compressed, CompressionMode.Decompress),
        _ => null,
    };
}
