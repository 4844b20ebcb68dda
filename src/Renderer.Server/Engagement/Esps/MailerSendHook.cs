using System.Security.Cryptography;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>MailerSend's webhooks: HMAC-SHA256 over the raw body. https://developers.mailersend.com/api/v1/webhooks.html</summary>
internal sealed class MailerSendHook : IEspHook
{
    private static readonly Meanings Words = new(new()
    {
        ["activity.sent"] = EventIgnored.Accepted,
        ["activity.deferred"] = EventIgnored.Deferred,
        ["activity.delivered"] = OpenKind.Delivered,
        ["activity.opened"] = OpenKind.EspOpen,
        ["activity.opened_unique"] = OpenKind.EspOpen,
        ["activity.clicked"] = OpenKind.EspClick,
        ["activity.clicked_unique"] = OpenKind.EspClick,
        ["activity.hard_bounced"] = OpenKind.Bounced,
        ["activity.soft_bounced"] = OpenKind.Bounced,
        ["activity.spam_complaint"] = OpenKind.Complained,
        ["activity.unsubscribed"] = OpenKind.Unsubscribed,
        ["activity.survey_opened"] = EventIgnored.NotMail,
        ["activity.survey_submitted"] = EventIgnored.NotMail,
        ["inbound_forward.failed"] = EventIgnored.Incoming,
        ["sender_identity.verified"] = EventIgnored.Settings,
        ["maintenance.start"] = EventIgnored.Settings,
        ["maintenance.end"] = EventIgnored.Settings,
    });

    public int MostBytes => 1_000_000;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken) => new(
        delivery.Secret is not { } key ? HookProof.NoSecret
        : HookProof.Of(Proofs.Same(delivery.Header("Signature"), HMACSHA256.HashData(key, delivery.Body.Span), hex: true)));

    public IEnumerable<MailEvent> Read(EspDelivery delivery) => Meanings.Read(Fields.Parse(delivery.Body), told => [Read(told)]);

    private static MailEvent Read(JsonElement told) => new()
    {
        Meaning = Words.Of(told.Text("type")),
        Id = told.Text("data", "id"),
        At = Fields.Time(told.Text("data", "created_at") ?? told.Text("created_at")),
        Address = Fields.Address(told.Text("data", "email", "recipient", "email")),
        From = Fields.Ip(told.Text("data", "morph", "ip")),
    };
}
