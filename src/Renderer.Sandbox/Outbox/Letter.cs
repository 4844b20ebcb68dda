using System.Collections.Immutable;

namespace Renderer.Sandbox.Outbox;

/// <summary>A mail before it is addressed: what all who stand in one To, Cc and Bcc get alike.</summary>
internal sealed record Letter
{
    public required string Esp { get; init; }

    public required string Id { get; init; }

    public required Mailbox From { get; init; }

    public IReadOnlyList<Mailbox> To { get; init; } = [];

    /// <summary>What the recipients see as To, where it is not whom it is sent to.</summary>
    public string? ToHeader { get; init; }

    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    public IReadOnlyList<Mailbox> Bcc { get; init; } = [];

    public IReadOnlyList<Mailbox> ReplyTo { get; init; } = [];

    public string Subject { get; init; } = "";

    public string? Html { get; init; }

    public string? Text { get; init; }

    public string? Amp { get; init; }

    /// <summary>Headers beside those that follow from the rest.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<MailFile> Files { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = Sandbox.Esp.EspJson.None;

    public ImmutableArray<string> Tags { get; init; } = [];

    public DateTimeOffset? SendAt { get; init; }

    public int Recipients => To.Count + Cc.Count + Bcc.Count;

    /// <summary>One mail for everybody of the envelope; nobody sees a Bcc.</summary>
    public IEnumerable<Mail> Address()
    {
        var headers = Build();
        return One(To, "to").Concat(One(Cc, "cc")).Concat(One(Bcc, "bcc"));

        IEnumerable<Mail> One(IReadOnlyList<Mailbox> list, string kind) => list.Select(who => new Mail
        {
            Id = Id,
            Esp = Esp,
            To = who.Email,
            Kind = kind,
            From = From,
            Subject = Subject,
            Html = Html,
            Text = Text,
            Amp = Amp,
            Headers = headers,
            Files = Files,
            Metadata = Metadata,
            Tags = Tags,
            SendAt = SendAt,
        });
    }

    private ImmutableArray<KeyValuePair<string, string>> Build()
    {
        var all = new List<KeyValuePair<string, string>> { new("From", From.ToString()) };
        Add("To", ToHeader ?? string.Join(", ", To));
        Add("Cc", string.Join(", ", Cc));
        Add("Reply-To", string.Join(", ", ReplyTo));
        Add("Subject", Subject);
        var own = all.Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!Headers.Any(header => header.Key.Equals("Message-ID", StringComparison.OrdinalIgnoreCase)))
        {
            Add("Message-ID", $"<{Id.Trim('<', '>')}>");
        }

        all.AddRange(Headers.Where(header => !own.Contains(header.Key)));
        return [.. all];

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                all.Add(new(name, value));
            }
        }
    }
}
