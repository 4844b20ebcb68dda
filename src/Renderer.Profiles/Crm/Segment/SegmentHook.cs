using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>
/// Verifies Segment's webhooks: HMAC-SHA1 over the event, or over the first of several, as <c>JSON.stringify</c> writes it. So the first has to
/// be found before the signature can hold, and those behind it are not signed at all.
/// </summary>
internal sealed class SegmentHook(ConnectionSettings settings, SegmentNames names, AttributeMap map, ConnectionWatch watch)
{
    private readonly byte[]? secret = settings.HookSecret is { Value.Length: > 0 } known ? Encoding.UTF8.GetBytes(known.Value) : null;
    private readonly SegmentEvents events = new(names, map);

    /// <summary>Reads a delivery: whether it is genuine, and only then what it says.</summary>
    public HookReading Read(HookDelivery delivery)
    {
        if (!IsGenuine(delivery))
        {
            return new HookReading(false, []);
        }

        try
        {
            using var document = JsonDocument.Parse(delivery.Body, new JsonDocumentOptions { MaxDepth = 64 });
            return new HookReading(true, events.Read(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            watch.HookUnreadable(); // sending it again would not help, so it counts as received
            return new HookReading(true, []);
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "Segment signs with HMAC-SHA1 and nothing else; as a MAC it is not broken.")]
    private bool IsGenuine(HookDelivery delivery)
    {
        Span<byte> given = stackalloc byte[HMACSHA1.HashSizeInBytes];
        if (secret is null
            || delivery.Headers["X-Signature"] is not [{ Length: 2 * HMACSHA1.HashSizeInBytes } signature]
            || Convert.FromHexString(signature, given, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(given, HMACSHA1.HashData(secret, delivery.Body.Span))
            || (CompactJson.First(delivery.Body.Span) is { } first && CryptographicOperations.FixedTimeEquals(given, HMACSHA1.HashData(secret, first)));
    }
}
