using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>What Postmark writes. https://postmarkapp.com/developer/webhooks/webhooks-overview</summary>
internal static class PostmarkEvents
{
    private static readonly Meanings Words = new(new()
    {
        ["Delivery"] = OpenKind.Delivered,
        ["Open"] = OpenKind.EspOpen,
        ["Click"] = OpenKind.EspClick,
        ["SpamComplaint"] = OpenKind.Complained,
        ["Inbound"] = EventIgnored.Incoming,
    });

    /// <summary>Types of bounces that are none; all others are.</summary>
    private static readonly Dictionary<string, Meaning> Bounces = new(StringComparer.Ordinal)
    {
        ["Transient"] = EventIgnored.Deferred,
        ["DnsError"] = EventIgnored.Deferred,
        ["Unsubscribe"] = OpenKind.Unsubscribed,
        ["Subscribe"] = EventIgnored.Subscribed,
        ["AutoResponder"] = EventIgnored.AutoReply,
        ["AddressChange"] = EventIgnored.AutoReply,
        ["ChallengeVerification"] = EventIgnored.AutoReply,
        ["OpenRelayTest"] = EventIgnored.Test,
        ["SpamNotification"] = OpenKind.Rejected,
        ["SpamComplaint"] = OpenKind.Complained,
        ["ManuallyDeactivated"] = OpenKind.Rejected,
        ["SMTPApiError"] = OpenKind.Rejected,
        ["InboundError"] = EventIgnored.Incoming,
        ["DMARCPolicy"] = OpenKind.Rejected,
        ["TemplateRenderingFailed"] = OpenKind.Rejected,
    };

    public static IEnumerable<MailEvent> Read(JsonElement told)
    {
        var word = told.Text("RecordType");
        var meaning = word switch
        {
            "Bounce" => Bounces.GetValueOrDefault(told.Text("Type") ?? "", (Meaning)OpenKind.Bounced),
            "SubscriptionChange" => Changed(told),
            null => told.At("FromFull") is null ? EventIgnored.Malformed : EventIgnored.Incoming,
            _ => Words.Of(word),
        };
        var time = told.Text("DeliveredAt") ?? told.Text("ReceivedAt") ?? told.Text("BouncedAt") ?? told.Text("ChangedAt");
        var address = told.Text("Recipient") ?? told.Text("Email");
        yield return new MailEvent
        {
            Meaning = meaning,
            Id = string.Join('\n', word, told.Text("ID") ?? told.Text("MessageID"), address, time, told.Text("OriginalLink"), told.Text("SuppressSending")),
            At = Fields.Time(time),
            Address = Fields.Address(address),
            Agent = told.Text("UserAgent"),
            From = Fields.Ip(told.Text("Geo", "IP")),
        }.With(told.At("Metadata"));
    }

    private static Meaning Changed(JsonElement told) =>
        !told.IsTrue("SuppressSending") ? EventIgnored.Subscribed : told.Text("SuppressionReason") switch
        {
            "HardBounce" => OpenKind.Bounced,
            "SpamComplaint" => OpenKind.Complained,
            _ => OpenKind.Unsubscribed,
        };
}
