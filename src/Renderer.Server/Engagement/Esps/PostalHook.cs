using System.Security.Cryptography;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>A Postal server's webhooks: RSA over the raw body, its public key (SPKI in base64) is <c>hook_key</c>. https://docs.postalserver.io/developer/webhooks</summary>
internal sealed class PostalHook : IEspHook
{
    private static readonly Meanings Words = new(new()
    {
        ["MessageSent"] = OpenKind.Delivered,
        ["MessageDelayed"] = EventIgnored.Deferred,
        ["MessageDeliveryFailed"] = OpenKind.Rejected,
        ["MessageHeld"] = EventIgnored.Accepted,
        ["MessageBounced"] = OpenKind.Bounced,
        ["MessageLinkClicked"] = OpenKind.EspClick,
        ["MessageLoaded"] = OpenKind.EspOpen,
        ["DomainDNSError"] = EventIgnored.Settings,
    });

    public int MostBytes => 1_000_000;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken) => new(
        delivery.Esp.HookKey is not { Length: > 0 } key ? HookProof.NoSecret : HookProof.Of(IsGenuine(delivery, key)));

    public IEnumerable<MailEvent> Read(EspDelivery delivery) => Meanings.Read(Fields.Parse(delivery.Body), told => [Read(told)]);

    private static MailEvent Read(JsonElement told)
    {
        var message = told.At("payload", "message") ?? told.At("payload", "original_message");
        return new MailEvent
        {
            Meaning = message?.Text("direction") == "incoming" ? EventIgnored.Incoming
                : told.At("payload", "bounce") is not null ? OpenKind.Bounced
                : Words.Of(told.Text("event")),
            Id = told.Text("uuid"),
            At = Fields.Time(told.Text("timestamp")),
            Address = Fields.Address(message?.Text("to")),
            Agent = told.Text("payload", "user_agent"),
            From = Fields.Ip(told.Text("payload", "ip_address")),
        };
    }

    private static bool IsGenuine(EspDelivery delivery, string key)
    {
        var newer = delivery.Header("X-Postal-Signature-256");
        if (Proofs.Bytes(newer ?? delivery.Header("X-Postal-Signature")) is not { } signature || Proofs.Bytes(key) is not { } spki)
        {
            return false;
        }

        try
        {
            using var signer = RSA.Create();
            signer.ImportSubjectPublicKeyInfo(spki, out _);
            return signer.VerifyData(delivery.Body.Span, signature, newer is null ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false; // no key of this kind
        }
    }
}
