using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Model;

/// <summary>
/// A name as a link carries it: in full where it fits, else the first 64 bits of its SHA-256. Among the 1,000 messages of one
/// person, or the templates of one workspace, two share these bits with a chance of 1 in 10^13: look up within those, never across all.
/// </summary>
public readonly struct LinkName : IEquatable<LinkName>
{
    /// <summary>The bytes of a hash in a link; no name of so few bytes or fewer is hashed.</summary>
    public const int HashBytes = 8;

    private readonly ulong hash;

    private LinkName(string? text, ulong hash) => (Text, this.hash) = (text, hash);

    /// <summary>The name; null where only its hash is known, or where there is none.</summary>
    public string? Text { get; }

    /// <summary>Whether no name was given.</summary>
    public bool IsNone => Text is null && hash == 0;

    /// <summary>The hash by which it is looked up, of a name that rode in full, too; 0 for none.</summary>
    public ulong Hash => hash != 0 || Text is null ? hash : HashOf(Text);

    /// <summary>A name, with its hash: keep it where several links bear it.</summary>
    public static LinkName Of(string text) => text.Length == 0 ? default : new(text, HashOf(text));

    /// <summary>A name that is known by its hash alone.</summary>
    public static LinkName OfHash(ulong hash) => new(null, hash);

    /// <summary>A name read in full, whose hash is made when it is asked for.</summary>
    public static LinkName OfText(string text) => new(text, 0);

    /// <summary>Whether this is the name meant.</summary>
    public bool Is(string name) => Text is null ? hash != 0 && hash == HashOf(name) : Text == name;

    /// <summary>The one of these names that is meant; null when none is.</summary>
    public string? Among(IEnumerable<string> names) => IsNone ? null : names.FirstOrDefault(Is);

    /// <inheritdoc/>
    public bool Equals(LinkName other) => Text is not null && other.Text is not null ? Text == other.Text : Hash == other.Hash;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LinkName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>The name, or its hash in hex; a message's name may hold an id, so no log has it.</summary>
    public override string ToString() => Text ?? (IsNone ? "" : $"{hash:x16}");

    public static bool operator ==(LinkName left, LinkName right) => left.Equals(right);

    public static bool operator !=(LinkName left, LinkName right) => !left.Equals(right);

    private static ulong HashOf(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);

        // 0 says that there is none.
        return Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(digest));
    }
}
