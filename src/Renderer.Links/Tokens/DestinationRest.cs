using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Renderer.Model;

namespace Renderer.Links.Tokens;

/// <summary>A destination that does not fit into its token, sealed beside it: 16 bytes of the token's SHA-256, then the URL, as base64url.</summary>
internal static class DestinationRest
{
    /// <summary>The most characters: the longest destination, the hash and the seal.</summary>
    public const int MaxLength = (Destination.MaxLength + HashBytes + 64) * 4 / 3;

    private const int HashBytes = 16;
    private const string Purpose = "link/rest/1";

    public static string Seal(KeyRing ring, string token, Destination destination)
    {
        var url = destination.ToString();
        var said = new byte[HashBytes + Encoding.ASCII.GetByteCount(url)];
        Hash(token, said);
        Encoding.ASCII.GetBytes(url, said.AsSpan(HashBytes));
        return Base64Url.EncodeToString(ring.Seal(Purpose, said));
    }

    /// <summary>Null for what is forged, cut, of another token, or leads where a click may not.</summary>
    public static Destination? Open(KeyRing ring, ReadOnlySpan<char> token, ReadOnlySpan<char> rest)
    {
        if (rest.Length is 0 or > MaxLength || token.Length > LinkTokens.MaxLength || !Base64Url.IsValid(rest)
            || ring.Open(Purpose, Base64Url.DecodeFromChars(rest)) is not { Length: > HashBytes } said)
        {
            return null;
        }

        Span<byte> own = stackalloc byte[HashBytes];
        Hash(token, own);
        return CryptographicOperations.FixedTimeEquals(own, said.AsSpan(0, HashBytes))
            && Destination.TryParse(Encoding.ASCII.GetString(said.AsSpan(HashBytes)), out var destination)
            ? destination
            : null;
    }

    // Base32 may come in capitals: it is the same token.
    private static void Hash(ReadOnlySpan<char> token, Span<byte> hash)
    {
        Span<char> lower = stackalloc char[LinkTokens.MaxLength];
        lower = lower[..token.ToLowerInvariant(lower)];
        Span<byte> utf8 = stackalloc byte[LinkTokens.MaxLength];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.ASCII.GetBytes(lower, utf8)], digest);
        digest[..HashBytes].CopyTo(hash);
    }
}
