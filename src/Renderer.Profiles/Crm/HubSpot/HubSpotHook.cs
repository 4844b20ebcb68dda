using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Renderer.Model;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>Verifies HubSpot's webhooks. Version 3 is an HMAC-SHA256 under the app's secret over method, URL, body and time; the older ones, taken
/// only where the workspace says so and the delivery bears no newer one, are plain hashes without a time.</summary>
internal sealed class HubSpotHook(ConnectionSettings settings, AttributeMap map, ConnectionWatch watch, TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // HubSpot signs the URL with these escapes, and no others, undone.
    private static readonly (string Escape, string Sign)[] Undone =
    [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"),
        ("%28", "("), ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ];

    private readonly byte[]? secret = settings.HookSecret is { Value.Length: > 0 } known ? Encoding.UTF8.GetBytes(known.Value) : null;
    private readonly HubSpotEvents events = new(settings, map);

    /// <summary>Reads a delivery: whether it is genuine, and only then what it says.</summary>
    public HookReading Read(HookDelivery delivery)
    {
        if (!IsGenuine(delivery))
        {
            return new HookReading(false, []);
        }

        try
        {
            using var document = JsonDocument.Parse(delivery.Body, new JsonDocumentOptions { MaxDepth = 16 });
            return new HookReading(true, events.Read(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            watch.HookUnreadable(); // sending it again would not help, so it counts as received
            return new HookReading(true, []);
        }
    }

    private static string SignedForm(string url)
    {
        foreach (var (escape, sign) in Undone)
        {
            url = url.Replace(escape, sign, StringComparison.OrdinalIgnoreCase);
        }

        return url;
    }

    private bool IsGenuine(HookDelivery delivery) =>
        secret is not null
        && (delivery.Headers.ContainsKey("X-HubSpot-Signature-v3") ? Takes(HubSpotSignatures.V3) && IsGenuineV3(delivery) : IsGenuineHash(delivery));

    private bool Takes(HubSpotSignatures version) =>
        ((settings.Kind as HubSpotSettings)?.HookVersions ?? HubSpotSignatures.V3).HasFlag(version);

    private bool IsGenuineV3(HookDelivery delivery)
    {
        if (One(delivery.Headers["X-HubSpot-Signature-v3"]) is not { } signature
            || One(delivery.Headers["X-HubSpot-Request-Timestamp"]) is not { } time
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return false;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(signature, given, out var length)
            && length == given.Length
            && Math.Abs(clock.GetUtcNow().ToUnixTimeMilliseconds() - (double)milliseconds) <= Tolerance.TotalMilliseconds
            && CryptographicOperations.FixedTimeEquals(given, Signature(delivery, time));
    }

    private bool IsGenuineHash(HookDelivery delivery)
    {
        string? first = One(delivery.Headers["X-HubSpot-Signature-Version"]) switch
        {
            "v1" when Takes(HubSpotSignatures.V1) => "",
            "v2" when Takes(HubSpotSignatures.V2) => delivery.Method + delivery.Url,
            _ => null,
        };
        if (first is null || One(delivery.Headers["X-HubSpot-Signature"]) is not { Length: 2 * SHA256.HashSizeInBytes } signature)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(secret!);
        hash.AppendData(Encoding.UTF8.GetBytes(first));
        hash.AppendData(delivery.Body.Span);
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(signature, given, out _, out var length) == System.Buffers.OperationStatus.Done
            && length == given.Length
            && CryptographicOperations.FixedTimeEquals(given, hash.GetHashAndReset());
    }

    private byte[] Signature(HookDelivery delivery, string time)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret!);
        hash.AppendData(Encoding.UTF8.GetBytes(delivery.Method + SignedForm(delivery.Url)));
        hash.AppendData(delivery.Body.Span);
        hash.AppendData(Encoding.UTF8.GetBytes(time));
        return hash.GetHashAndReset();
    }

    private static string? One(StringValues values) => values is [{ Length: > 0 and <= 256 } value] ? value : null;
}
