using System.Globalization;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>SparkPost's webhook: a list, each event below its class, nothing signed.</summary>
internal static class SparkPostEvents
{
    public static HttpRequestMessage Request(Uri url, EspEvent told, EventKeys keys)
    {
        var body = EventBody.Bytes(new[] { new EventBody { ["msys"] = new EventBody { [Class(told.Kind)] = Body(told) } } });
        var request = EventBody.Signed(EventBody.Request(url, body, "application/json", "SparkPost"), keys.Basic);
        request.Headers.Add("X-MessageSystems-Batch-ID", told.Id.ToString());
        return request;
    }

    private static string Class(EspEventKind kind) => kind switch
    {
        EspEventKind.Open or EspEventKind.Click => "track_event",
        EspEventKind.Unsubscribe => "unsubscribe_event",
        _ => "message_event",
    };

    private static EventBody Body(EspEvent told) => new EventBody
    {
        ["type"] = told.Kind switch
        {
            EspEventKind.Delivered => "delivery",
            EspEventKind.Open => "open",
            EspEventKind.Click => "click",
            EspEventKind.Bounce => "bounce",
            EspEventKind.Complaint => "spam_complaint",
            _ => "link_unsubscribe",
        },
        ["event_id"] = told.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) + told.Mail.Number.ToString("D6", CultureInfo.InvariantCulture),
        ["timestamp"] = told.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        ["message_id"] = "0000" + told.Name[..16],
        ["transmission_id"] = told.Mail.Id,
        ["rcpt_to"] = told.Mail.To,
        ["raw_rcpt_to"] = told.Mail.To,
        ["friendly_from"] = told.Mail.From.Email,
        ["subject"] = told.Mail.Subject,
        ["rcpt_meta"] = told.Mail.Metadata,
        ["rcpt_tags"] = told.Mail.Tags,
        ["ip_address"] = told.Kind is EspEventKind.Open or EspEventKind.Click ? EspEvent.Address : null,
        ["user_agent"] = told.Kind is EspEventKind.Open or EspEventKind.Click ? told.Agent : null,
        ["user_agent_parsed"] = told.Kind is EspEventKind.Open ? new EventBody { ["is_prefetched"] = told.Machine, ["is_proxy"] = false } : null,
        ["target_link_url"] = told.Kind == EspEventKind.Click ? told.Url : null,
        ["bounce_class"] = told.Kind == EspEventKind.Bounce ? told.Soft ? "20" : "10" : null,
        ["raw_reason"] = told.Kind == EspEventKind.Bounce ? EspEvent.BounceReason : null,
        ["fbtype"] = told.Kind == EspEventKind.Complaint ? "abuse" : null,
    }.Trimmed();
}
