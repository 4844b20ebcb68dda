using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Takes a service endpoint's webhooks. They are not signed: each carries the key that it was registered with.</summary>
internal sealed class DataverseHook(ConnectionSettings settings, DataverseSettings own, ConnectionWatch watch)
{
    private const string Exceeded = "x-ms-dynamics-msg-size-exceeded";

    // An execution context carries those of what caused it, one within the other.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    private readonly byte[]? secret = settings.HookSecret is { Value.Length: > 0 } known ? SHA256.HashData(Encoding.UTF8.GetBytes(known.Value)) : null;
    private readonly DataverseEvents events = new(settings, own);

    /// <summary>Reads a delivery: whether it carries the key, and only then what it says.</summary>
    public HookReading Read(HookDelivery delivery)
    {
        if (!IsGenuine(delivery))
        {
            return new HookReading(false, []);
        }

        try
        {
            using var document = JsonDocument.Parse(delivery.Body, Deep);
            return new HookReading(true, events.Read(document.RootElement, delivery.Headers.ContainsKey(Exceeded)));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            watch.HookUnreadable(); // sending it again would not help, so it counts as received
            return new HookReading(true, []);
        }
    }

    // Hashed first: then a comparison tells nothing of the key's length either.
    private bool IsGenuine(HookDelivery delivery) =>
        secret is not null && Given(delivery) is { Length: > 0 and <= 1024 } given
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), secret);

    private string? Given(HookDelivery delivery)
    {
        if (own.HookHeader is { } header)
        {
            return delivery.Headers[header] is [{ } one] ? one : null;
        }

        const string Code = "code=";
        var query = delivery.Url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? delivery.Url[(at + 1)..].Split('&') : [];
        return Array.FindAll(query, option => option.StartsWith(Code, StringComparison.Ordinal)) is [var only]
            ? Uri.UnescapeDataString(only[Code.Length..].Replace('+', ' '))
            : null;
    }
}
