using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Server.Engagement;

/// <summary>The ways in which ESPs prove who they are. All compare in fixed time.</summary>
internal static class Proofs
{
    /// <summary>How long after it was signed a delivery is taken: ESPs try again for days. Shorter than told events are known.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(3);

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>A secret in a header: user and password, a bearer token, or a header of the ESP's customer's choice.</summary>
    public static HookProof Header(EspDelivery delivery)
    {
        if (delivery.Esp.HookSecret is not { Value.Length: > 0 } secret)
        {
            return HookProof.NoSecret;
        }

        if (delivery.Esp.HookHeader is { } name)
        {
            return HookProof.Of(delivery.Header(name) is { } value && Same(value, secret.Value));
        }

        var isPair = secret.Value.Contains(':', StringComparison.Ordinal);
        var scheme = isPair ? "Basic " : "Bearer ";
        return HookProof.Of(
            delivery.Header("Authorization") is { } said
            && said.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && (isPair ? Decode(said[scheme.Length..]) : said[scheme.Length..].Trim()) is { } given
            && Same(given, secret.Value));
    }

    /// <summary>Whether a time that was signed is recent.</summary>
    public static bool IsRecent(string? unixSeconds, DateTimeOffset now, TimeSpan window) =>
        long.TryParse(unixSeconds, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < 100_000_000_000
        && IsRecent(DateTimeOffset.FromUnixTimeSeconds(seconds), now, window);

    public static bool IsRecent(DateTimeOffset signed, DateTimeOffset now, TimeSpan window) => now - signed <= window && signed - now <= Ahead;

    public static bool Same(string given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    /// <summary>Whether hex or base64 says these bytes.</summary>
    public static bool Same(string? given, ReadOnlySpan<byte> expected, bool hex)
    {
        if (given is null)
        {
            return false;
        }

        var bytes = new byte[given.Length];
        var length = 0;
        var isRead = hex
            ? given.Length % 2 == 0 && Convert.FromHexString(given, bytes, out _, out length) == System.Buffers.OperationStatus.Done
            : Convert.TryFromBase64String(given, bytes, out length);
        return isRead && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, length), expected);
    }

    public static byte[]? Bytes(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static string? Decode(string base64) => Bytes(base64.Trim()) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
