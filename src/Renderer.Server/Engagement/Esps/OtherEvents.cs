using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>What Brevo and Mailjet write; both prove themselves by user and password in the hook's address.</summary>
internal static class OtherEvents
{
    private static readonly Meanings OfBrevo = new(new()
    {
        ["request"] = EventIgnored.Accepted,
        ["deferred"] = EventIgnored.Deferred,
        ["delivered"] = OpenKind.Delivered,
        ["opened"] = OpenKind.EspOpen,
        ["unique_opened"] = OpenKind.EspOpen,
        ["proxy_open"] = OpenKind.EspOpen,
        ["unique_proxy_open"] = OpenKind.EspOpen,
        ["click"] = OpenKind.EspClick,
        ["hard_bounce"] = OpenKind.Bounced,
        ["soft_bounce"] = OpenKind.Bounced,
        ["invalid_email"] = OpenKind.Bounced,
        ["blocked"] = OpenKind.Rejected,
        ["error"] = OpenKind.Rejected,
        ["spam"] = OpenKind.Complained,
        ["complaint"] = OpenKind.Complained,
        ["unsubscribe"] = OpenKind.Unsubscribed,
        ["unsubscribed"] = OpenKind.Unsubscribed,
        ["list_addition"] = EventIgnored.Settings,
        ["contact_updated"] = EventIgnored.Settings,
        ["contact_deleted"] = EventIgnored.Settings,
        ["inboundEmailProcessed"] = EventIgnored.Incoming,
    });

    private static readonly Meanings OfMailjet = new(new()
    {
        ["sent"] = OpenKind.Delivered,
        ["open"] = OpenKind.EspOpen,
        ["click"] = OpenKind.EspClick,
        ["blocked"] = OpenKind.Rejected,
        ["spam"] = OpenKind.Complained,
        ["unsub"] = OpenKind.Unsubscribed,
    });

    /// <summary>https://developers.brevo.com/docs/transactional-webhooks</summary>
    public static IEnumerable<MailEvent> ReadBrevo(JsonElement told)
    {
        var word = told.Text("event");
        var time = told.Text("ts_epoch") ?? told.Text("ts_event") ?? told.Text("ts");
        yield return new MailEvent
        {
            Meaning = OfBrevo.Of(word),
            Id = string.Join('\n', word, told.Text("message-id"), told.Text("email"), time ?? told.Text("date"), told.Text("link")),
            At = Fields.Time(time),
            Address = Fields.Address(told.Text("email")),
            Class = word is "proxy_open" or "unique_proxy_open" ? OpenClass.Prefetch : null,
            Agent = told.Text("user_agent"),
        }.With(Fields.Parse(told.Text("X-Mailin-custom")));
    }

    /// <summary>https://dev.mailjet.com/email/guides/webhooks</summary>
    public static IEnumerable<MailEvent> ReadMailjet(JsonElement told)
    {
        var (word, time) = (told.Text("event"), told.Text("time"));
        yield return new MailEvent
        {
            Meaning = word != "bounce" ? OfMailjet.Of(word)
                : !told.IsTrue("hard_bounce") && told.Text("error") == "greylisted" ? EventIgnored.Deferred
                : OpenKind.Bounced,
            Id = string.Join('\n', word, told.Text("MessageID"), told.Text("email"), time, told.Text("url")),
            At = Fields.Time(time),
            Address = Fields.Address(told.Text("email")),
            Agent = told.Text("agent"),
            From = Fields.Ip(told.Text("ip")),
        }.With(Fields.Parse(told.Text("Payload")));
    }
}
