using System.Net;
using Renderer.Model;

namespace Renderer.Server.Engagement;

/// <summary>One event as an ESP tells it.</summary>
internal sealed record MailEvent
{
    /// <summary>What it means to us.</summary>
    public required Meaning Meaning { get; init; }

    /// <summary>The event's own id, or what tells it from others; null: nothing does.</summary>
    public string? Id { get; init; }

    /// <summary>When it happened; null: not said.</summary>
    public Instant? At { get; init; }

    /// <summary>Whom the mail went to.</summary>
    public string? Address { get; init; }

    /// <summary><c>renderer_id</c> of the mail's metadata: the person's id at the CRM.</summary>
    public string? PersonId { get; init; }

    /// <summary><c>renderer_message_id</c> (or <c>renderer_message</c>) likewise: the message's id.</summary>
    public string? MessageId { get; init; }

    /// <summary><c>renderer_template</c> likewise.</summary>
    public string? Template { get; init; }

    /// <summary>Who did it, where the ESP tells machines from people; null: it does not.</summary>
    public OpenClass? Class { get; init; }

    /// <summary>The user agent of who did it.</summary>
    public string? Agent { get; init; }

    /// <summary>The address they came from.</summary>
    public IPAddress? From { get; init; }
}

/// <summary>What an event means: something that is counted and recorded, or a reason to pass it over.</summary>
/// <param name="Kind">What happened; null when it is passed over.</param>
/// <param name="Ignored">Why it is passed over; null when it is not.</param>
internal readonly record struct Meaning(OpenKind? Kind, EventIgnored? Ignored)
{
    public static implicit operator Meaning(OpenKind kind) => new(kind, null);

    public static implicit operator Meaning(EventIgnored reason) => new(null, reason);
}

/// <summary>Why an event of an ESP is passed over: a closed set, also the metric label.</summary>
internal enum EventIgnored
{
    /// <summary>The ESP took the mail, or handed it on: nothing has become of it yet.</summary>
    Accepted,

    /// <summary>It will be tried again.</summary>
    Deferred,

    /// <summary>A machine answered for whom it went to.</summary>
    AutoReply,

    /// <summary>Somebody subscribed at the ESP; what they agree to here they say here.</summary>
    Subscribed,

    /// <summary>A mail that came in.</summary>
    Incoming,

    /// <summary>A trial of the hook.</summary>
    Test,

    /// <summary>The ESP's own lists or settings changed.</summary>
    Settings,

    /// <summary>Another channel, or nothing about mails.</summary>
    NotMail,

    /// <summary>A kind that nobody here knows.</summary>
    Unknown,

    /// <summary>It does not read as this ESP writes.</summary>
    Malformed,
}

/// <summary>The one spelling.</summary>
internal static class EngagementLabels
{
    public static string Label(this EventIgnored reason) => reason switch
    {
        EventIgnored.Accepted => "accepted",
        EventIgnored.Deferred => "deferred",
        EventIgnored.AutoReply => "auto_reply",
        EventIgnored.Subscribed => "subscribed",
        EventIgnored.Incoming => "incoming",
        EventIgnored.Test => "test",
        EventIgnored.Settings => "settings",
        EventIgnored.NotMail => "not_mail",
        EventIgnored.Unknown => "unknown",
        _ => "malformed",
    };

    /// <summary>As the workspace's file says it.</summary>
    public static string Word(this EspKind kind) => kind switch
    {
        EspKind.BrazeCurrents => "braze_currents",
        EspKind.UnisenderGo => "unisender_go",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
