using System.Diagnostics.Metrics;

namespace Renderer.Ledger;

/// <summary>Why a record was not kept.</summary>
internal enum DropReason
{
    /// <summary>Memory and disk for those that wait are full.</summary>
    Full,

    /// <summary>The ledger took it for faulty: a bug of ours.</summary>
    Refused,
}

/// <summary>Records of the meter "Renderer.Ledger".</summary>
internal sealed class RecordMetrics : IDisposable
{
    private static readonly KeyValuePair<string, object?> Message = new("kind", "message");
    private static readonly KeyValuePair<string, object?> Event = new("kind", "event");

    private readonly Meter meter = new("Renderer.Ledger");
    private readonly Counter<long> written;
    private readonly Counter<long> bytes;
    private readonly Counter<long> dropped;
    private readonly Counter<long> failures;
    private readonly Counter<long> known;

    public RecordMetrics(RecordQueue queue, Backlog backlog)
    {
        meter.CreateObservableGauge("renderer.ledger.records.queue", () => queue.Count, "{record}", "Records of messages and events that wait in memory.");
        meter.CreateObservableGauge("renderer.ledger.records.backlog", () => backlog.Bytes, "By", "Records that wait on disk.");
        written = meter.CreateCounter<long>("renderer.ledger.records.written", "{record}", "Records that were written, by kind.");
        bytes = meter.CreateCounter<long>("renderer.ledger.records.bytes", "By", "What they hold, sealed, by kind: over those written, the bytes of one.");
        dropped = meter.CreateCounter<long>("renderer.ledger.records.dropped", "{record}", "Records that were lost, by reason.");
        known = meter.CreateCounter<long>("renderer.ledger.records.known", "{record}", "Events that were told before, and not written again.");
        failures = meter.CreateCounter<long>("renderer.ledger.records.failures", "{pack}", "Packs that the ledger did not take at once.");
    }

    public void Written(WrittenPack pack)
    {
        written.Add(pack.Messages, Message);
        bytes.Add(pack.MessageBytes, Message);
        written.Add(pack.Events, Event);
        bytes.Add(pack.EventBytes, Event);
        known.Add(pack.Known);
    }

    public void Dropped(int count, DropReason reason) =>
        dropped.Add(count, new KeyValuePair<string, object?>("reason", reason == DropReason.Full ? "full" : "refused"));

    public void WriteFailed() => failures.Add(1);

    public void Dispose() => meter.Dispose();
}
