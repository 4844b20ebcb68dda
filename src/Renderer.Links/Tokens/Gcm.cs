using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Renderer.Links.Tokens;

/// <summary>
/// AES-256-GCM for one thread at a time, with nonces of its own: 64 random bits and a count of 32 that begins anywhere. Within
/// one of these no nonce comes twice; a million of them, each sealing 16 million links, share one with a chance of 1 in 10^10.
/// Wholly random ones would pass the bound of 2^32 under one key within days of 50 million mails.
/// </summary>
internal sealed class Gcm : IDisposable
{
    public const int NonceBytes = 12;
    public const int TagBytes = 16;
    private const int PrefixBytes = NonceBytes - sizeof(uint);

    private readonly AesGcm aes;
    private readonly byte[] nonce = RandomNumberGenerator.GetBytes(NonceBytes);

    // An odd stride visits every number once, and two links do not say how many came between them.
    private readonly uint stride = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) | 1;
    private uint used;

    public Gcm(ReadOnlySpan<byte> key) => aes = new AesGcm(key, TagBytes);

    public void Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> nonceOut, Span<byte> ciphertext, Span<byte> tag)
    {
        NextNonce(nonceOut);
        aes.Encrypt(nonceOut, plaintext, ciphertext, tag, associated);
    }

    /// <summary>
    /// Opens without <see cref="AesGcm.Decrypt(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte}, ReadOnlySpan{byte})"/>, which throws
    /// where a tag does not match: 20 µs that anybody can ask for, and measure. GCM's cipher is its own inverse, so encrypting the
    /// ciphertext gives the plaintext, and encrypting that gives the tag that it must have: the same time for a good one and a bad one.
    /// </summary>
    /// <returns>Whether the tag matches; where not, the plaintext is noise.</returns>
    public bool Open(ReadOnlySpan<byte> nonceIn, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated, Span<byte> plaintext)
    {
        Span<byte> again = stackalloc byte[ciphertext.Length];
        Span<byte> expected = stackalloc byte[TagBytes];
        aes.Encrypt(nonceIn, ciphertext, plaintext, expected, associated);
        aes.Encrypt(nonceIn, plaintext, again, expected, associated);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public void Dispose() => aes.Dispose();

    private void NextNonce(Span<byte> next)
    {
        if (used == uint.MaxValue)
        {
            RandomNumberGenerator.Fill(nonce);
            used = 0;
        }

        nonce.CopyTo(next);
        var count = BinaryPrimitives.ReadUInt32BigEndian(next[PrefixBytes..]) + (used++ * stride);
        BinaryPrimitives.WriteUInt32BigEndian(next[PrefixBytes..], count);
    }
}
