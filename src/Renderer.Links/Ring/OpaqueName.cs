using System.Security.Cryptography;
using System.Text;
using Renderer.Links.Tokens;

namespace Renderer.Links.Ring;

/// <summary>HMAC-SHA256, its first 128 bits, in RFC 4648 base32 without padding and in lower case: 26 characters.</summary>
internal static class OpaqueName
{
    public const int Bytes = 16;
    public const int Characters = 26;

    public static string Of(RingKey key, string purpose, string value)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Subkey(purpose), Encoding.UTF8.GetBytes(value), mac);
        Span<char> text = stackalloc char[Characters];
        Base32.Encode(mac[..Bytes], text);
        return new string(text);
    }
}
