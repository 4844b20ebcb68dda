using System.IO.Compression;
using System.Security.Cryptography;

namespace Renderer.Ledger;

/// <summary>A version's files as one zip archive: the same files give the same bytes, and an operator can look inside.</summary>
internal static class Bundle
{
    // The earliest that a zip archive can say: no clock, so equal files are equal bytes.
    private static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Pack(IReadOnlyDictionary<string, byte[]> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                var entry = archive.CreateEntry(path, CompressionLevel.SmallestSize);
                entry.LastWriteTime = Always;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static IReadOnlyDictionary<string, byte[]> Unpack(byte[] bundle)
    {
        using var archive = new ZipArchive(new MemoryStream(bundle), ZipArchiveMode.Read);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var content = new MemoryStream();
            stream.CopyTo(content);
            files[entry.FullName] = content.ToArray();
        }

        return files;
    }

    public static string Hash(byte[] bundle) => Convert.ToHexStringLower(SHA256.HashData(bundle));
}
