using System.Security.Cryptography;
using System.Text;

namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>AWS Signature Version 4 of a request: what a caller computes, what we compare, and what we send on.</summary>
internal static class Signature
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>How <c>X-Amz-Date</c> is written, in UTC.</summary>
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <param name="parts">What it covers.</param>
    /// <param name="time">As <see cref="TimeFormat"/> has it.</param>
    /// <param name="scope">Day, region and service.</param>
    /// <param name="key">Of that scope.</param>
    /// <returns>Lower-case hex.</returns>
    public static string Of(SignedParts parts, string time, SigningScope scope, byte[] key) =>
        Convert.ToHexStringLower(SigningKey.Mac(key, $"{Algorithm}\n{time}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(CanonicalRequest.Of(parts)))}"));

    /// <summary>The value of <c>Authorization</c>.</summary>
    public static string Header(SignedParts parts, string time, SigningScope scope, string accessKeyId, byte[] key) =>
        $"{Algorithm} Credential={accessKeyId}/{scope}, SignedHeaders={parts.HeaderNames}, Signature={Of(parts, time, scope, key)}";

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
