using System.Security.Cryptography;
using System.Text;

namespace Renderer.Links.Ring;

/// <summary>AES-256-GCM as we use it: a head in the clear, a random 96-bit nonce, ciphertext, a 128-bit tag. Head and purpose are associated data.</summary>
internal static class Aead
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>What sealing adds to the plaintext, in bytes.</summary>
    public static int Overhead(int headBytes) => headBytes + NonceBytes + TagBytes;

    public static byte[] Seal(ReadOnlySpan<byte> head, ReadOnlySpan<byte> key, string purpose, ReadOnlySpan<byte> plaintext)
    {
        var result = new byte[Overhead(head.Length) + plaintext.Length];
        head.CopyTo(result);
        var nonce = result.AsSpan(head.Length, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce, plaintext, result.AsSpan(head.Length + NonceBytes, plaintext.Length), result.AsSpan(result.Length - TagBytes),
            Associated(head, purpose));
        return result;
    }

    /// <summary>Null when it was not sealed so. The caller has checked the head and the least length.</summary>
    public static byte[]? Open(int headBytes, ReadOnlySpan<byte> key, string purpose, ReadOnlySpan<byte> sealedBytes)
    {
        var plaintext = new byte[sealedBytes.Length - Overhead(headBytes)];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                sealedBytes.Slice(headBytes, NonceBytes), sealedBytes.Slice(headBytes + NonceBytes, plaintext.Length), sealedBytes[^TagBytes..],
                plaintext, Associated(sealedBytes[..headBytes], purpose));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Associated(ReadOnlySpan<byte> head, string purpose)
    {
        var data = new byte[head.Length + Encoding.UTF8.GetByteCount(purpose)];
        head.CopyTo(data);
        Encoding.UTF8.GetBytes(purpose, data.AsSpan(head.Length));
        return data;
    }
}
