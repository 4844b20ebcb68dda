using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Hooks;

/// <summary>An HMAC over the raw body, or over a text that the body stands in, in a header of the sender's choice. Also user and password, where a sender has no more.</summary>
internal static class SignedBody
{
    /// <summary>Shopify: HMAC-SHA256 in base64 over the body.</summary>
    public static readonly RestHook Shopify = new()
    {
        Scheme = RestHookScheme.Shopify, Header = "X-Shopify-Hmac-SHA256", Hex = false, DeliveryHeader = "X-Shopify-Webhook-Id",
    };

    /// <summary>Whether the signature holds, and is recent where the sender signs a time.</summary>
    public static bool IsGenuine(HookDelivery delivery, RestHook hook, byte[] secret, DateTimeOffset now)
    {
        if (One(delivery.Headers, hook.Header!) is not { } signature
            || !signature.StartsWith(hook.Prefix, StringComparison.Ordinal)
            || Decode(signature[hook.Prefix.Length..], hook.Hex) is not { } given)
        {
            return false;
        }

        var time = hook.TimeHeader is null ? "" : One(delivery.Headers, hook.TimeHeader);
        if (time is null || (hook.TimeHeader is not null && !IsRecent(time, hook.Tolerance, now)))
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHMAC(hook.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1, secret);
        foreach (var part in hook.Signed?.Parts ?? [new RestPart("", "body")])
        {
            switch (part.Name)
            {
                case "body":
                    hash.AppendData(delivery.Body.Span);
                    break;
                default:
                    hash.AppendData(Encoding.UTF8.GetBytes(part.Name switch
                    {
                        null => part.Text,
                        "timestamp" => time,
                        "method" => delivery.Method,
                        _ => delivery.Url,
                    }));
                    break;
            }
        }

        return CryptographicOperations.FixedTimeEquals(given, hash.GetHashAndReset());
    }

    /// <summary>Whether the delivery carries this <c>user:password</c>.</summary>
    public static bool HasPassword(HookDelivery delivery, byte[] secret)
    {
        const string Basic = "Basic ";
        return One(delivery.Headers, "Authorization") is { } value
            && value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            && Decode(value[Basic.Length..].Trim(), hex: false) is { } given
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(given), SHA256.HashData(secret));
    }

    /// <summary>The one value of a header; null when there is none, or more.</summary>
    public static string? One(IHeaderDictionary headers, string name) => headers[name] is [{ Length: > 0 and <= 1024 } value] ? value : null;

    private static bool IsRecent(string time, TimeSpan tolerance, DateTimeOffset now) =>
        long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(now.ToUnixTimeMilliseconds() - (number < 100_000_000_000 ? number * 1000.0 : number)) <= tolerance.TotalMilliseconds;

    private static byte[]? Decode(string text, bool hex)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        var good = hex
            ? text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out length) == System.Buffers.OperationStatus.Done
            : Convert.TryFromBase64String(text, bytes, out length);
        return good ? bytes[..length] : null;
    }
}
