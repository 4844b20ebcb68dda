using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>SendGrid's event webhook: ECDSA over time and raw body. https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event</summary>
internal sealed class SendGridHook : IEspHook
{
    private const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    private const string TimeHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    private static readonly Meanings Words = new(new()
    {
        ["processed"] = EventIgnored.Accepted,
        ["deferred"] = EventIgnored.Deferred,
        ["delivered"] = OpenKind.Delivered,
        ["open"] = OpenKind.EspOpen,
        ["click"] = OpenKind.EspClick,
        ["bounce"] = OpenKind.Bounced,
        ["dropped"] = OpenKind.Rejected,
        ["spamreport"] = OpenKind.Complained,
        ["unsubscribe"] = OpenKind.Unsubscribed,
        ["group_unsubscribe"] = OpenKind.Unsubscribed,
        ["group_resubscribe"] = EventIgnored.Subscribed,
        ["account_status_change"] = EventIgnored.Settings,
    });

    public int MostBytes => 4_000_000;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken) => new(
        delivery.Esp.HookKey is not { Length: > 0 } key ? HookProof.NoSecret : HookProof.Of(IsGenuine(delivery, key)));

    public IEnumerable<MailEvent> Read(EspDelivery delivery) => Meanings.Read(Fields.Parse(delivery.Body), told => [Read(told)]);

    private static MailEvent Read(JsonElement told) => new MailEvent
    {
        Meaning = Words.Of(told.Text("event")),
        Id = told.Text("sg_event_id"),
        At = Fields.Time(told.Text("timestamp")),
        Address = Fields.Address(told.Text("email")),
        Class = told.IsTrue("sg_machine_open") ? OpenClass.Prefetch : null,
        Agent = told.Text("useragent"),
        From = Fields.Ip(told.Text("ip")),
    }.With(told); // custom_args stand among the event's own

    private static bool IsGenuine(EspDelivery delivery, string key)
    {
        var time = delivery.Header(TimeHeader);
        if (!Proofs.IsRecent(time, delivery.Now, Proofs.Window)
            || Proofs.Bytes(delivery.Header(SignatureHeader)) is not { } signature
            || Proofs.Bytes(key) is not { } spki)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(time!));
        hash.AppendData(delivery.Body.Span);
        try
        {
            using var signer = ECDsa.Create();
            signer.ImportSubjectPublicKeyInfo(spki, out _);
            return signer.VerifyHash(hash.GetHashAndReset(), signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // no key, or no signature, of this kind
        }
    }
}
