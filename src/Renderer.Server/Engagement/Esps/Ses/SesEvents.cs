using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps.Ses;

/// <summary>What SES writes: event publishing, and its older notifications. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html</summary>
internal static class SesEvents
{
    private static readonly Meanings Words = new(new()
    {
        ["Send"] = EventIgnored.Accepted,
        ["DeliveryDelay"] = EventIgnored.Deferred,
        ["Delivery"] = OpenKind.Delivered,
        ["Open"] = OpenKind.EspOpen,
        ["Click"] = OpenKind.EspClick,
        ["Reject"] = OpenKind.Rejected,
        ["Rendering Failure"] = OpenKind.Rejected,
        ["Received"] = EventIgnored.Incoming,
        ["AmazonSnsSubscriptionSucceeded"] = EventIgnored.Test,
    });

    public static IEnumerable<MailEvent> Read(JsonElement told, string? id)
    {
        var word = told.Text("eventType") ?? told.Text("notificationType");
        var (part, people) = word switch
        {
            "Bounce" => ("bounce", Addresses(told.At("bounce", "bouncedRecipients"))),
            "Complaint" => ("complaint", Addresses(told.At("complaint", "complainedRecipients"))),
            "Delivery" => ("delivery", Addresses(told.At("delivery", "recipients"))),
            "Open" => ("open", []),
            "Click" => ("click", []),
            "Subscription" => ("subscription", []),
            _ => ("", (IReadOnlyList<string>)[]),
        };

        // Of several that a mail went to nobody can tell which one it was.
        IReadOnlyList<string?> those = people.Count > 0 ? [.. people] : Addresses(told.At("mail", "destination")) is [var only] ? [only] : [null];
        foreach (var person in those)
        {
            yield return new MailEvent
            {
                Meaning = MeaningOf(word, told),
                Id = id is null ? null : $"{id}\n{person}",
                At = Fields.Time(told.Text(part, "timestamp") ?? told.Text("mail", "timestamp")),
                Address = person,
                Agent = told.Text(part, "userAgent"),
                From = Fields.Ip(told.Text(part, "ipAddress")),
            }.With(name => told.At("mail", "tags", name)?.Each().Select(value => value.Text()).FirstOrDefault()).WithHeaders(told.At("mail", "headers"));
        }
    }

    private static Meaning MeaningOf(string? word, JsonElement told) => word switch
    {
        "Bounce" => told.Text("bounce", "bounceSubType") is "Suppressed" or "OnAccountSuppressionList" ? OpenKind.Rejected : OpenKind.Bounced,
        "Complaint" => told.Text("complaint", "complaintSubType") is not null ? OpenKind.Rejected
            : told.Text("complaint", "complaintFeedbackType") == "not-spam" ? EventIgnored.Subscribed
            : OpenKind.Complained,
        "Subscription" => told.IsTrue("subscription", "newTopicPreferences", "unsubscribeAll") ? OpenKind.Unsubscribed : EventIgnored.Subscribed,
        _ => Words.Of(word),
    };

    private static IReadOnlyList<string> Addresses(JsonElement? list) => list is { } all
        ? [.. all.Each().Select(one => Fields.Address(one.ValueKind == JsonValueKind.Object ? one.Text("emailAddress") : one.Text())).OfType<string>()]
        : [];
}
