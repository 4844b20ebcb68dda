using System.IO.Compression;

namespace Renderer.Images.Writing;

/// <summary>Compresses stretches that can be put one behind the other: each ends on a whole byte and looks back at none before it.</summary>
internal static class Deflater
{
    /// <summary>What ends a row of stretches: an empty last block.</summary>
    public static ReadOnlySpan<byte> End => [3, 0];

    public static void Write(ReadOnlySpan<byte> bytes, int level, MemoryStream to)
    {
        using var deflate = new DeflateStream(to, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);
        deflate.Write(bytes);
        deflate.Flush();
        var end = to.Position;

        // Closing writes a last block, which is no part of a stretch.
        deflate.Dispose();
        to.SetLength(end);
    }
}
