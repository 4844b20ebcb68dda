using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Renderer.Profiles.Crm.Hooks;

/// <summary>Standard Webhooks 1.0: id, time and body under HMAC-SHA256 (v1) or ed25519 (v1a). Several secrets can hold at once, so that one can be changed.</summary>
public sealed class StandardWebhook
{
    private const int MostSignatures = 16;
    private const int MostCharacters = 4096;

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private static readonly string[] Prefixes = ["webhook-", "svix-"];

    private readonly List<byte[]> shared = [];
    private readonly List<byte[]> keys = [];

    private StandardWebhook()
    {
    }

    /// <summary>Reads the secrets, separated by spaces: <c>whsec_</c> and base64 (the prefix may be absent), or <c>whpk_</c> and a public key.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="verifier">What verifies with them.</param>
    /// <returns>What is wrong with them; null when nothing is.</returns>
    public static string? Read(string secrets, out StandardWebhook verifier)
    {
        verifier = new StandardWebhook();
        foreach (var secret in secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var isKey = secret.StartsWith("whpk_", StringComparison.Ordinal);
            var text = isKey ? secret[5..] : secret.StartsWith("whsec_", StringComparison.Ordinal) ? secret[6..] : secret;
            var bytes = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, bytes, out var length) || (isKey ? length != Ed25519.PublicKeySize : length == 0))
            {
                return "hook_secret must be what the sender shows: whsec_… (or whpk_…, a public key), in base64; several are separated by spaces";
            }

            (isKey ? verifier.keys : verifier.shared).Add(bytes[..length]);
        }

        return verifier.keys.Count + verifier.shared.Count == 0 ? "hook_secret is empty" : null;
    }

    /// <summary>The delivery's id, when one of its signatures holds and it is recent; else null.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="now">The time it is.</param>
    public string? Verify(HookDelivery delivery, DateTimeOffset now)
    {
        var prefix = Array.Find(Prefixes, each => delivery.Headers.ContainsKey(each + "id"));
        if (prefix is null
            || One(delivery.Headers, prefix + "id", 256) is not { } id
            || One(delivery.Headers, prefix + "timestamp", 20) is not { } time
            || One(delivery.Headers, prefix + "signature", MostCharacters) is not { } signatures
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) > Tolerance.TotalSeconds)
        {
            return null;
        }

        var signed = new byte[Encoding.UTF8.GetByteCount(id) + time.Length + 2 + delivery.Body.Length];
        var head = Encoding.UTF8.GetBytes($"{id}.{time}.", signed);
        delivery.Body.Span.CopyTo(signed.AsSpan(head));
        return signatures.Split(' ', MostSignatures + 1).Take(MostSignatures).Any(signature => Holds(signature, signed)) ? id : null;
    }

    private bool Holds(string signature, byte[] signed)
    {
        if (signature.Split(',', 2) is not [var version, var text])
        {
            return false;
        }

        Span<byte> given = stackalloc byte[Ed25519.SignatureSize];
        if (!Convert.TryFromBase64String(text, given, out var length))
        {
            return false;
        }

        var mac = given[..length].ToArray();
        return version switch
        {
            "v1" => length == HMACSHA256.HashSizeInBytes
                && shared.Exists(key => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, signed), mac)),
            "v1a" => length == Ed25519.SignatureSize && keys.Exists(key => Ed25519.Verify(mac, 0, key, 0, signed, 0, signed.Length)),
            _ => false,
        };
    }

    private static string? One(IHeaderDictionary headers, string name, int most) =>
        headers[name] is [{ Length: > 0 } value] && value.Length <= most ? value : null;
}
