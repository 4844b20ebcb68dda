using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Engagement.Esps;

/// <summary>What Braze Currents' custom HTTP connector writes: <c>{"events":[…]}</c>.</summary>
internal static class BrazeEvents
{
    private const string OfMails = "users.messages.email.";

    private static readonly Meanings Words = new(new()
    {
        ["Send"] = EventIgnored.Accepted,
        ["Retry"] = EventIgnored.Deferred,
        ["Deferral"] = EventIgnored.Deferred,
        ["SoftBounce"] = EventIgnored.Deferred,
        ["Delivery"] = OpenKind.Delivered,
        ["Open"] = OpenKind.EspOpen,
        ["Click"] = OpenKind.EspClick,
        ["Bounce"] = OpenKind.Bounced,
        ["Abort"] = OpenKind.Rejected,
        ["MarkAsSpam"] = OpenKind.Complained,
        ["Unsubscribe"] = OpenKind.Unsubscribed,
    });

    public static IEnumerable<MailEvent> Read(JsonElement told) => told.At("events") is { ValueKind: JsonValueKind.Array } events
        ? events.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Object ? ReadOne(one) : Meanings.Malformed)
        : [Meanings.Malformed];

    private static MailEvent ReadOne(JsonElement told)
    {
        var word = told.Text("event_type");
        return new MailEvent
        {
            Meaning = word is null ? EventIgnored.Malformed
                : word.StartsWith(OfMails, StringComparison.Ordinal) ? Words.Of(word[OfMails.Length..])
                : EventIgnored.NotMail,
            Id = told.Text("id"),
            At = Fields.Time(told.Text("time")),
            Address = Fields.Address(told.Text("properties", "email_address")),
            PersonId = Fields.Short(told.Text("user", "external_user_id")),
            MessageId = Fields.Short(told.Text("properties", "dispatch_id")),
            Class = told.IsTrue("properties", "machine_open") ? OpenClass.Prefetch
                : told.IsTrue("properties", "is_suspected_bot_click") ? OpenClass.Scanner
                : null,
            Agent = told.Text("properties", "user_agent"),
        }.With(Extras(told.At("properties", "message_extras")));
    }

    /// <summary>An object, or one written as text.</summary>
    private static JsonElement? Extras(JsonElement? extras) =>
        extras is { ValueKind: JsonValueKind.String } text ? Fields.Parse(text.Text()) : extras;
}
