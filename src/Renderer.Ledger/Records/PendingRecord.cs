using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>A record that is remembered here and not yet written: of a message, or of an event.</summary>
internal sealed class PendingRecord
{
    /// <summary>About what it costs beside its body: strings, lists, the object itself.</summary>
    private const int Around = 300;

    private Func<byte[]>? write;
    private byte[]? body;

    public required string Workspace { get; init; }

    /// <summary>Whom it bears; null: it is counted, and is nobody's.</summary>
    public string? Person { get; init; }

    /// <summary>The person's other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The message's name; 0 for none.</summary>
    public long Message { get; init; }

    public required Instant At { get; init; }

    public Instant KeepUntil { get; init; }

    /// <summary>What is counted of an event; null for the record of a message.</summary>
    public EventFacts? Event { get; init; }

    /// <summary>The name under which it is told, where it may be told again: written once. Null: it is never told again.</summary>
    public string? Once { get; init; }

    /// <summary>Who waits until it is written, or on disk.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>About what it takes of memory until it is written.</summary>
    public required int Bytes { get; init; }

    /// <summary>What is sealed, made when it is first asked for: behind the request. Null where that fails, which costs this record and no other.</summary>
    public byte[]? Body
    {
        get
        {
            if (body is null && Fault is null)
            {
                try
                {
                    body = write!();
                }
                catch (Exception bug)
                {
                    Fault = bug;
                }
            }

            return body;
        }
    }

    /// <summary>Why there is no body.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Its loss was counted.</summary>
    public bool IsCounted { get; set; }

    public static int Weigh(int body, IReadOnlyCollection<string> aliases) => Around + body + (aliases.Count * 80);

    public bool IsOf(string workspace, IReadOnlyCollection<string> people) =>
        Person is not null && Workspace == workspace && (people.Contains(Person) || Aliases.Any(people.Contains));

    public PendingRecord With(Func<byte[]> later)
    {
        write = later;
        return this;
    }

    public PendingRecord With(byte[] made)
    {
        body = made;
        return this;
    }
}

/// <summary>What an event is counted by.</summary>
internal sealed record EventFacts(
    string Template, string Version, string Slot, string Variant, string Segment, OpenKind Kind, OpenClass Class);
