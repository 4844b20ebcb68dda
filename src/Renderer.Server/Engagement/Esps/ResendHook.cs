using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm.Hooks;

namespace Renderer.Server.Engagement.Esps;

/// <summary>Resend's webhooks, signed as Standard Webhooks are. https://resend.com/docs/webhooks/event-types</summary>
internal sealed class ResendHook : IEspHook
{
    private static readonly Meanings Words = new(new()
    {
        ["email.sent"] = EventIgnored.Accepted,
        ["email.scheduled"] = EventIgnored.Accepted,
        ["email.delivery_delayed"] = EventIgnored.Deferred,
        ["email.delivered"] = OpenKind.Delivered,
        ["email.opened"] = OpenKind.EspOpen,
        ["email.clicked"] = OpenKind.EspClick,
        ["email.bounced"] = OpenKind.Bounced,
        ["email.failed"] = OpenKind.Rejected,
        ["email.suppressed"] = OpenKind.Rejected,
        ["email.complained"] = OpenKind.Complained,
        ["email.received"] = EventIgnored.Incoming,
    });

    public int MostBytes => 2_000_000;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken) => new(
        delivery.Esp.HookSecret is not { Value.Length: > 0 } secret ? HookProof.NoSecret
        : HookProof.Of(StandardWebhook.Read(secret.Value, out var verifier) is null && verifier.Verify(delivery.Hook, delivery.Now) is not null));

    public IEnumerable<MailEvent> Read(EspDelivery delivery)
    {
        var id = delivery.Header("svix-id") ?? delivery.Header("webhook-id");
        return Meanings.Read(Fields.Parse(delivery.Body), told => [Read(told, id)]);
    }

    private static MailEvent Read(JsonElement told, string? id)
    {
        var word = told.Text("type");
        var isOfContact = word?.StartsWith("contact.", StringComparison.Ordinal) == true;
        return new MailEvent
        {
            Meaning = isOfContact && told.IsTrue("data", "unsubscribed") ? OpenKind.Unsubscribed
                : isOfContact || word?.StartsWith("domain.", StringComparison.Ordinal) == true ? EventIgnored.Settings
                : Words.Of(word),
            Id = id,
            At = Fields.Time(told.Text("data", "click", "timestamp") ?? told.Text("created_at")),

            // Of several nobody can tell which one it was.
            Address = isOfContact ? Fields.Address(told.Text("data", "email")) : told.At("data", "to") is { } to && to.Each().ToList() is [var only] ? Fields.Address(only.Text()) : null,
            Agent = told.Text("data", "click", "userAgent"),
            From = Fields.Ip(told.Text("data", "click", "ipAddress")),
        }.With(Tag(told.At("data", "tags"))).WithHeaders(told.At("data", "headers"));
    }

    /// <summary>Tags are an object, or a list of names and values.</summary>
    private static Func<string, string?> Tag(JsonElement? tags) => name =>
        tags is not { } set ? null
        : set.ValueKind == JsonValueKind.Object ? set.Text(name)
        : set.Each().Where(tag => tag.Text("name") == name).Select(tag => tag.Text("value")).FirstOrDefault();
}
