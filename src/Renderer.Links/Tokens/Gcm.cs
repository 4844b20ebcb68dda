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

    private const int BlockBytes = 16;
    private const int MostBlocks = (LinkCipher.MostPayloadBytes + BlockBytes - 1) / BlockBytes;

    private readonly AesGcm aes;
    private readonly ICryptoTransform blocks;
    private readonly byte[] counters = new byte[MostBlocks * BlockBytes];
    private readonly byte[] stream = new byte[MostBlocks * BlockBytes];
    private readonly byte[] nonce = RandomNumberGenerator.GetBytes(NonceBytes);

    // An odd stride visits every number once, and two links do not say how many came between them.
    private readonly uint stride = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) | 1;
    private uint used;

    public Gcm(byte[] key)
    {
        aes = new AesGcm(key, TagBytes);
        using var cipher = Aes.Create();
#pragma warning disable CA5358 // Single blocks are what GCM's own key stream is made of; nothing is sealed in this mode.
        cipher.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        cipher.Padding = PaddingMode.None;
        cipher.Key = key;
        blocks = cipher.CreateEncryptor();
    }

    public void Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> nonceOut, Span<byte> ciphertext, Span<byte> tag)
    {
        NextNonce(nonceOut);
        aes.Encrypt(nonceOut, plaintext, ciphertext, tag, associated);
    }

    /// <summary>
    /// Opens without <see cref="AesGcm.Decrypt(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte}, ReadOnlySpan{byte})"/>, which throws
    /// where a tag does not match: 20 µs that anybody can ask for, and measure. The key stream is made block by block, as GCM makes it;
    /// what it uncovers is sealed again, which gives the tag that it must have: the same time for a good one and a bad one.
    /// </summary>
    /// <returns>Whether the tag matches; where not, the plaintext is noise.</returns>
    public bool Open(ReadOnlySpan<byte> nonceIn, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated, Span<byte> plaintext)
    {
        Span<byte> again = stackalloc byte[ciphertext.Length];
        Span<byte> expected = stackalloc byte[TagBytes];
        Uncover(nonceIn, ciphertext, plaintext);
        aes.Encrypt(nonceIn, plaintext, again, expected, associated);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public void Dispose()
    {
        aes.Dispose();
        blocks.Dispose();
    }

    /// <summary>NIST SP 800-38D, 7.1: the blocks count from 2, since 1 is the tag's own.</summary>
    private void Uncover(ReadOnlySpan<byte> nonceIn, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        var length = (ciphertext.Length + BlockBytes - 1) / BlockBytes * BlockBytes;
        for (var at = 0; at < length; at += BlockBytes)
        {
            nonceIn.CopyTo(counters.AsSpan(at));
            BinaryPrimitives.WriteInt32BigEndian(counters.AsSpan(at + NonceBytes), (at / BlockBytes) + 2);
        }

        if (length > 0)
        {
            blocks.TransformBlock(counters, 0, length, stream, 0);
        }

        for (var i = 0; i < ciphertext.Length; i++)
        {
            plaintext[i] = (byte)(ciphertext[i] ^ stream[i]);
        }
    }

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
