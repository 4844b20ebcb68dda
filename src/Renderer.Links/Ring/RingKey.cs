using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Renderer.Links.Tokens;
using Renderer.Model;

namespace Renderer.Links.Ring;

/// <summary>One key of the ring, with the subkeys that it gives to each purpose.</summary>
internal sealed class RingKey(KeyFamily family, uint kid, DateTimeOffset created, DateTimeOffset? retired, byte[] secret)
{
    public const int SecretBytes = 32;

    /// <summary>Purposes are constants of the code; this bounds what a mistaken one could cost.</summary>
    private const int MostSubkeys = 4096;

    private readonly ConcurrentDictionary<string, byte[]> subkeys = new(StringComparer.Ordinal);

    private readonly LinkCipher?[] links = new LinkCipher?[Enum.GetValues<LinkPurpose>().Length];

    public KeyFamily Family => family;

    /// <summary>Its name: four random bytes, in files as eight hex digits.</summary>
    public uint Kid => kid;

    public DateTimeOffset Created => created;

    /// <summary>From then on it opens and looks up, but makes nothing new; null while it is in use.</summary>
    public DateTimeOffset? Retired => retired;

    public static RingKey Make(KeyFamily family, DateTimeOffset created) =>
        new(family, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)), created, null, RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The 256-bit key of one purpose: HKDF once, then remembered.</summary>
    public byte[] Subkey(string purpose) =>
        subkeys.TryGetValue(purpose, out var known) ? known
        : subkeys.Count < MostSubkeys ? subkeys.GetOrAdd(purpose, Derive)
        : Derive(purpose);

    /// <summary>Seals and opens the tokens of one purpose.</summary>
    public LinkCipher Link(LinkPurpose purpose) =>
        Volatile.Read(ref links[(int)purpose]) ?? Interlocked.CompareExchange(ref links[(int)purpose], new LinkCipher(this, purpose), null) ?? links[(int)purpose]!;

    /// <summary>Whether both say the same, so that the one with its subkeys may stay.</summary>
    public bool Equals(RingKey? other) =>
        other is not null && (family, kid, created, retired) == (other.Family, other.Kid, other.Created, other.Retired)
        && CryptographicOperations.FixedTimeEquals(secret, other.Secret);

    public RingKey RetireAt(DateTimeOffset at) => new(family, kid, created, at, secret);

    /// <summary>For the key's file alone.</summary>
    internal ReadOnlySpan<byte> Secret => secret;

    /// <summary>Says the name alone.</summary>
    public override string ToString() => $"{family} key {kid:x8}";

    public override bool Equals(object? obj) => Equals(obj as RingKey);

    public override int GetHashCode() => HashCode.Combine(family, kid);

    private byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretBytes, info: Encoding.UTF8.GetBytes($"renderer/{family}/1/{purpose}"));
}
