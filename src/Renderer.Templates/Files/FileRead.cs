using System.Security.Cryptography;

namespace Renderer.Templates.Files;

/// <summary>A file as it was read.</summary>
/// <param name="bytes">Its content.</param>
/// <param name="look">How it looked; null for one that is on no disk.</param>
internal sealed class FileRead(ReadOnlyMemory<byte> bytes, FileLook? look)
{
    private byte[]? hash;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>SHA-256, made when it is first asked for.</summary>
    public ReadOnlyMemory<byte> Hash => hash ??= SHA256.HashData(bytes.Span);

    /// <summary>Whether the file of this look need not be read again.</summary>
    public bool IsStill(FileLook now) => look is { IsSettled: true } && look.IsLike(now);
}

/// <summary>What tells a changed file without reading it.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written to.</param>
/// <param name="Created">When it came to be: another one, where it was replaced.</param>
/// <param name="Read">When it was looked at.</param>
internal sealed record FileLook(long Length, DateTime Written, DateTime Created, DateTime Read)
{
    // Twice within a tick of the file system's clock leaves no trace; the coarsest have ticks of 2 s.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(3);

    /// <summary>It was last written so long before it was read that a later change shows.</summary>
    public bool IsSettled => Read - Written > Tick;

    public bool IsLike(FileLook other) => (Length, Written, Created) == (other.Length, other.Written, other.Created);

    public static FileLook Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc, TimeProvider.System.GetUtcNow().UtcDateTime);
}
