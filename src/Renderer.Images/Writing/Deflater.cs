using System.IO.Compression;

namespace Renderer.Images.Writing;

/// <summary>Compresses stretches that can be put one behind the other: each ends on a whole byte and looks back only at what it is told.</summary>
internal static class Deflater
{
    /// <summary>What ends a row of stretches: an empty last block.</summary>
    public static ReadOnlySpan<byte> End => [3, 0];

    /// <param name="before">What stands before it, wherever it is put: it may be looked back at.</param>
    /// <param name="bytes">What is compressed.</param>
    /// <param name="level">1 to 9.</param>
    /// <param name="to">Gets the stretch.</param>
    public static void Write(ReadOnlySpan<byte> before, ReadOnlySpan<byte> bytes, int level, MemoryStream to)
    {
        var start = to.Position;
        using var deflate = new DeflateStream(to, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);
        if (!before.IsEmpty)
        {
            deflate.Write(before);
            deflate.Flush();
        }

        var begin = (int)to.Position;
        deflate.Write(bytes);
        deflate.Flush();
        var end = (int)to.Position;

        // Closing writes a last block, which is no part of a stretch.
        deflate.Dispose();
        to.GetBuffer().AsSpan(begin, end - begin).CopyTo(to.GetBuffer().AsSpan((int)start));
        to.SetLength(start + end - begin);
        to.Position = to.Length;
    }
}
