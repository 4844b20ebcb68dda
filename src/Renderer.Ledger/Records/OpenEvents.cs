using System.Text.Json;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Something that was asked for of a mail that was delivered.</summary>
public sealed record OpenEvent
{
    /// <summary>Whose mail.</summary>
    public required WorkspaceName Workspace { get; init; }

    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>What.</summary>
    public required OpenKind Kind { get; init; }

    /// <summary>Who asked.</summary>
    public required OpenClass Class { get; init; }

    /// <summary>The opaque name of the person, as the link bears it; null: it is counted, and is nobody's.</summary>
    public string? Person { get; init; }

    /// <summary>The person's other opaque names: erased under any, nothing is written.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The name under which it was told, where it may be told again; it is counted and recorded once.</summary>
    public string? Once { get; init; }

    /// <summary>The hash of the message's id, as the link bears it; 0 for none.</summary>
    public ulong Message { get; init; }

    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>The version that was shown.</summary>
    public string Version { get; init; } = "";

    /// <summary>The block, slot or link; empty for the mail as a whole.</summary>
    public string Slot { get; init; } = "";

    /// <summary>The variant that was shown, or that the click led to.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The segment that chose it.</summary>
    public string Segment { get; init; } = "";

    /// <summary>All segments the person was seen in.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];
}

/// <summary>An event as it was found.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Class">Who asked.</param>
/// <param name="Template">The template.</param>
/// <param name="Version">The version that was shown.</param>
/// <param name="Slot">The block, slot or link.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Segment">The segment that chose it.</param>
/// <param name="Segments">All segments the person was seen in.</param>
public sealed record KeptEvent(
    Instant At, OpenKind Kind, OpenClass Class, string Template, string Version, string Slot, string Variant, string Segment, IReadOnlyList<string> Segments);

/// <summary>
/// Opens, clicks and actions: each is counted, and is recorded of its person where that person agreed to it. Written behind the requests.
/// What became of a mail is recorded of its message likewise.
/// </summary>
public sealed class OpenEvents
{
    /// <summary>How long somebody waits for what is written behind the requests: a ledger that hangs is known to within 5 s, and then the disk takes it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly RecordQueue queue;
    private readonly RecordLookup lookup;
    private readonly RecordMetrics metrics;
    private readonly Consents consents;
    private readonly ISealing sealing;
    private readonly RetentionRules retention;
    private readonly TimeProvider clock;

    internal OpenEvents(
        RecordQueue queue, RecordLookup lookup, RecordMetrics metrics, Consents consents, ISealing sealing, RetentionRules retention, TimeProvider clock) =>
        (this.queue, this.lookup, this.metrics, this.consents, this.sealing, this.retention, this.clock) =
        (queue, lookup, metrics, consents, sealing, retention, clock);

    /// <summary>Remembers an event and returns at once.</summary>
    public void Write(OpenEvent happened)
    {
        if (!queue.Add(Pending(happened, receipt: null)))
        {
            metrics.Dropped(1, DropReason.Full);
        }
    }

    /// <summary>Writes events that others tell of: true when all of them are in the ledger, or on this node's disk; false: let them be told again.</summary>
    public async Task<bool> WriteAsync(IReadOnlyList<OpenEvent> told, CancellationToken cancellationToken)
    {
        var receipt = new Receipt(told.Count);
        foreach (var happened in told)
        {
            // Those before are written all the same, and are known when they are told again.
            if (!queue.Add(Pending(happened, receipt)))
            {
                return false;
            }
        }

        try
        {
            await (told.Count == 0 ? Task.CompletedTask : receipt.Done).WaitAsync(Patience, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private PendingRecord Pending(OpenEvent happened, Receipt? receipt)
    {
        var keeping = retention.Of(happened.Workspace).Of(happened.Class);
        var message = happened is { Person: { } person, Message: not 0 } ? MessageNames.Opaque(sealing, person, happened.Message) : 0;
        var isKept = IsOfSomebody(happened, message)
            && (happened.Once is null || happened.At + keeping.For > Instant.From(clock.GetUtcNow())) // told long after: a table of its day would be made to be dropped
            && Sampling.Keeps(keeping, message);
        var body = isKept ? Write(happened, Body.Pack) : [];
        return new PendingRecord
        {
            Workspace = happened.Workspace.ToString(),
            Person = isKept ? happened.Person : null,
            Aliases = isKept ? happened.Aliases : [],
            Once = happened.Once,
            Receipt = receipt,
            Message = message,
            At = happened.At,
            KeepUntil = happened.At + keeping.For,
            Event = new EventFacts(
                happened.Template, happened.Version, happened.Slot, happened.Variant, happened.Segment, happened.Kind, happened.Class),
            Bytes = PendingRecord.Weigh(body.Length, happened.Aliases),
        }.With(body);
    }

    private bool IsOfSomebody(OpenEvent happened, long message) =>
        happened.Person is { } person
        && (happened.Kind.IsOfMail() ? message != 0 : consents.Of(happened.Workspace, happened.Aliases.Prepend(person)).Tracking == Consent.Granted);

    /// <summary>The events of a message, newest first, at most 100.</summary>
    /// <exception cref="LedgerUnavailableException"/>
    public async Task<IReadOnlyList<KeptEvent>> FindAsync(MessageKey key, CancellationToken cancellationToken) =>
        [.. (await lookup.FindAsync(RecordKind.Event, key, 100, cancellationToken)).Select(Read).OfType<KeptEvent>()];

    // A list without names: a third of the bytes of an object.
    private static byte[] Write(OpenEvent happened, Func<ReadOnlySpan<byte>, byte[]> pack)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(happened.Template);
            writer.WriteStringValue(happened.Version);
            writer.WriteStringValue(happened.Slot);
            writer.WriteStringValue(happened.Variant);
            writer.WriteStringValue(happened.Segment);
            foreach (var segment in happened.Segments)
            {
                writer.WriteStringValue(segment);
            }

            writer.WriteEndArray();
        }

        return pack(buffer.WrittenSpan);
    }

    private static KeptEvent? Read(FoundRecord found) =>
        Body.Open(found.Body) is { } text && JsonSerializer.Deserialize<string[]>(text) is [var template, var version, var slot, var variant, var segment, .. var segments]
            ? new KeptEvent(found.At, found.Kind, found.Class, template, version, slot, variant, segment, segments)
            : null;
}
