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
/// </summary>
public sealed class OpenEvents
{
    private readonly RecordQueue queue;
    private readonly RecordLookup lookup;
    private readonly RecordMetrics metrics;
    private readonly Consents consents;
    private readonly ISealing sealing;
    private readonly RetentionRules retention;

    internal OpenEvents(
        RecordQueue queue, RecordLookup lookup, RecordMetrics metrics, Consents consents, ISealing sealing, RetentionRules retention) =>
        (this.queue, this.lookup, this.metrics, this.consents, this.sealing, this.retention) = (queue, lookup, metrics, consents, sealing, retention);

    /// <summary>Remembers an event and returns at once.</summary>
    public void Write(OpenEvent happened)
    {
        var keeping = retention.Of(happened.Workspace).Of(happened.Class);
        var message = happened is { Person: { } person, Message: not 0 } ? MessageNames.Opaque(sealing, person, happened.Message) : 0;
        var isKept = happened.Person is not null
            && consents.Of(happened.Workspace, [happened.Person]).Tracking == Consent.Granted
            && Sampling.Keeps(keeping, message);
        var body = isKept ? Write(happened, Body.Pack) : [];
        var pending = new PendingRecord
        {
            Workspace = happened.Workspace.ToString(),
            Person = isKept ? happened.Person : null,
            Message = message,
            At = happened.At,
            KeepUntil = happened.At + keeping.For,
            Event = new EventFacts(
                happened.Template, happened.Version, happened.Slot, happened.Variant, happened.Segment, happened.Kind, happened.Class),
            Bytes = PendingRecord.Weigh(body.Length, []),
        }.With(body);
        if (!queue.Add(pending))
        {
            metrics.Dropped(1, DropReason.Full);
        }
    }

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
