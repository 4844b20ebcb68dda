using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>What SparkPost writes: batches of <c>{"msys":{"message_event":{…}}}</c>. https://developers.sparkpost.com/api/webhooks</summary>
internal static class SparkPostEvents
{
    private static readonly Meanings Words = new(new()
    {
        ["injection"] = EventIgnored.Accepted,
        ["delay"] = EventIgnored.Deferred,
        ["delivery"] = OpenKind.Delivered,
        ["open"] = OpenKind.EspOpen,
        ["initial_open"] = OpenKind.EspOpen,
        ["amp_open"] = OpenKind.EspOpen,
        ["amp_initial_open"] = OpenKind.EspOpen,
        ["click"] = OpenKind.EspClick,
        ["amp_click"] = OpenKind.EspClick,
        ["policy_rejection"] = OpenKind.Rejected,
        ["generation_failure"] = OpenKind.Rejected,
        ["generation_rejection"] = OpenKind.Rejected,
        ["spam_complaint"] = OpenKind.Complained,
        ["list_unsubscribe"] = OpenKind.Unsubscribed,
        ["link_unsubscribe"] = OpenKind.Unsubscribed,
        ["relay_injection"] = EventIgnored.Incoming,
        ["relay_rejection"] = EventIgnored.Incoming,
        ["relay_delivery"] = EventIgnored.Incoming,
        ["relay_tempfail"] = EventIgnored.Incoming,
        ["relay_permfail"] = EventIgnored.Incoming,
        ["relay_message"] = EventIgnored.Incoming,
        ["sms_status"] = EventIgnored.NotMail,
        ["ab_test_completed"] = EventIgnored.Settings,
        ["ab_test_cancelled"] = EventIgnored.Settings,
        ["ingest_success"] = EventIgnored.Settings,
        ["ingest_error"] = EventIgnored.Settings,
    });

    public static IEnumerable<MailEvent> Read(JsonElement told)
    {
        if (told.At("msys") is not { ValueKind: JsonValueKind.Object } wrapped)
        {
            yield return Meanings.Malformed;
            yield break;
        }

        var isEmpty = true;
        foreach (var member in wrapped.EnumerateObject())
        {
            isEmpty = false;
            yield return member.Value.ValueKind == JsonValueKind.Object ? ReadOne(member.Value) : Meanings.Malformed;
        }

        if (isEmpty)
        {
            yield return new MailEvent { Meaning = EventIgnored.Test };
        }
    }

    private static MailEvent ReadOne(JsonElement told) => new MailEvent
    {
        Meaning = told.Text("type") is "bounce" or "out_of_band" ? Bounced(told.Text("bounce_class")) : Words.Of(told.Text("type")),
        Id = told.Text("event_id"),
        At = Fields.Time(told.Text("timestamp")),
        Address = Fields.Address(told.Text("raw_rcpt_to") ?? told.Text("rcpt_to")),
        Class = told.IsTrue("is_prefetched") ? OpenClass.Prefetch : null,
        Agent = told.Text("user_agent"),
        From = Fields.Ip(told.Text("ip_address")),
    }.With(told.At("rcpt_meta"));

    /// <summary>https://www.sparkpost.com/docs/deliverability/bounce-classification-codes</summary>
    private static Meaning Bounced(string? number) => number switch
    {
        "60" or "100" => EventIgnored.AutoReply,
        "80" => EventIgnored.Subscribed,
        "90" => OpenKind.Unsubscribed,
        _ => OpenKind.Bounced,
    };
}
