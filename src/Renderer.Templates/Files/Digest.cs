using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Templates.Files;

/// <summary>A hash over named bytes.</summary>
internal static class Digest
{
    private const int HexDigits = 24;

    /// <summary>Lowercase hex, 24 characters, whatever the order of the files.</summary>
    /// <param name="purpose">Keeps hashes of different things apart.</param>
    /// <param name="files">Names to bytes.</param>
    public static string Of(string purpose, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(purpose));
        foreach (var (path, bytes) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(hash, Encoding.UTF8.GetBytes(path));
            Add(hash, bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HexDigits];
    }

    // A length stands before what it measures, so that no two sets of files look alike.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
