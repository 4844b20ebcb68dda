using System.Security.Cryptography;
using System.Text;

namespace Renderer.Sandbox.Hooks;

/// <summary>HubSpot's signatures of a request: v3, and the old v1 that still comes along.</summary>
internal static class HookSignature
{
    // What HubSpot decodes in the URI before it signs; everything else stays encoded.
    private static readonly (string Encoded, string Plain)[] Decoded =
    [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"),
        ("%28", "("), ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ];

    /// <summary>Base64 of HMAC-SHA256 over method, URI, body and timestamp (ms), one after the other.</summary>
    public static string V3(string secret, string method, string uri, ReadOnlySpan<byte> body, string timestamp)
    {
        foreach (var (encoded, plain) in Decoded)
        {
            uri = uri.Replace(encoded, plain, StringComparison.OrdinalIgnoreCase);
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(method + uri));
        hash.AppendData(body);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>Lower-case hex of SHA-256 over secret and body.</summary>
    public static string V1(string secret, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(secret));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
