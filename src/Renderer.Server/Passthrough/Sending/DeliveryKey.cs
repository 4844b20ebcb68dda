using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Renderer.Ledger;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>The caller's <c>Idempotency-Key</c>, and the names of a request's messages under it: hashes, which say nothing of anybody.</summary>
/// <param name="name">The request's name in the ledger.</param>
internal sealed class DeliveryKey(DeliveryName name)
{
    private const string Header = "Idempotency-Key";
    private const int Letters = 32;

    /// <summary>The one unit of a request that passes as it came.</summary>
    private const string Whole = "whole";

    /// <summary>The request's name in the ledger.</summary>
    public DeliveryName Name => name;

    /// <summary>The key of a request; null where it has none.</summary>
    public static DeliveryKey? Of(EspCall call) => call.Headers[Header].ToString() is { Length: > 0 } key
        ? new(new DeliveryName(call.Caller.Workspace, call.Esp.Name, Hash(key)))
        : null;

    /// <summary>The names of a request's messages: by address, and by its number among those to the same address.</summary>
    public IReadOnlyList<string> UnitsOf(IReadOnlyList<EspMessage> messages)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var units = new string[messages.Count];
        foreach (var message in messages)
        {
            var number = seen[message.Address] = seen.GetValueOrDefault(message.Address) + 1;
            units[message.Index] = Hash(string.Create(CultureInfo.InvariantCulture, $"{name.Claim}/{number}/{message.Address.ToLowerInvariant()}"));
        }

        return units;
    }

    /// <summary>The names for a request that passes as it came.</summary>
    public IReadOnlyList<string> UnitsOfWhole => [Hash($"{name.Claim}/{Whole}")];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Letters];
}
