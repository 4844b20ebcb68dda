using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Links.Ring;

/// <summary>HMAC-SHA256, its first 128 bits, in RFC 4648 base32 without padding and in lower case: 26 characters.</summary>
internal static class OpaqueName
{
    private const int Characters = 26;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static string Of(RingKey key, string purpose, string value)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Subkey(purpose), Encoding.UTF8.GetBytes(value), mac);
        return string.Create(Characters, BinaryPrimitives.ReadUInt128BigEndian(mac), static (text, bits) =>
        {
            // 26 characters hold 130 bits: the last one's two lowest are zero.
            text[^1] = Alphabet[(int)(bits & 0b111) << 2];
            bits >>= 3;
            for (var i = Characters - 2; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(bits & 31)];
                bits >>= 5;
            }
        });
    }
}
