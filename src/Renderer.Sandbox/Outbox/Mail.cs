using System.Collections.Immutable;

namespace Renderer.Sandbox.Outbox;

/// <summary>One mail as one recipient gets it.</summary>
internal sealed record Mail
{
    /// <summary>Its place in the outbox, from 1; given when it is put there.</summary>
    public long Number { get; init; }

    /// <summary>The ESP's own id, as its answer said it.</summary>
    public required string Id { get; init; }

    /// <summary>Whose API took it: sendgrid, mailgun, postmark, ses, mandrill, sparkpost or resend.</summary>
    public required string Esp { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Who gets it: the address of the envelope.</summary>
    public required string To { get; init; }

    /// <summary>Where the recipient stands: to, cc or bcc.</summary>
    public string Kind { get; init; } = "to";

    public required Mailbox From { get; init; }

    public string Subject { get; init; } = "";

    public string? Html { get; init; }

    public string? Text { get; init; }

    public string? Amp { get; init; }

    /// <summary>All headers that the recipient sees, From, To and Subject among them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>What comes back with events: custom arguments, variables, metadata.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = Sandbox.Esp.EspJson.None;

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>When it is to go, where later than now.</summary>
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>About what it takes in memory.</summary>
    public long Size => 1_000 + (2L * (Subject.Length + (Html?.Length ?? 0) + (Text?.Length ?? 0) + (Amp?.Length ?? 0)))
        + Headers.Sum(header => 2L * (header.Key.Length + header.Value.Length));
}
