using System.Diagnostics.Metrics;

namespace Renderer.Ledger;

/// <summary>The meter "Renderer.Ledger".</summary>
internal sealed class LedgerMetrics : IDisposable
{
    private readonly Meter meter = new("Renderer.Ledger");
    private readonly Histogram<int> batchSize;
    private readonly Counter<int> writeFailures;
    private readonly Counter<int> findFailures;
    private readonly Counter<int> dropped;

    public LedgerMetrics(Func<int> queueDepth)
    {
        meter.CreateObservableGauge("renderer.ledger.queue.depth", queueDepth, "{decision}", "Decisions that wait to be written.");
        batchSize = meter.CreateHistogram(
            "renderer.ledger.batch.size", "{decision}", "Decisions written in one transaction.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 3, 10, 30, 100, 300, 1000, 3000] });
        writeFailures = meter.CreateCounter<int>("renderer.ledger.write.failures", "{batch}", "Batches that the ledger did not take.");
        findFailures = meter.CreateCounter<int>("renderer.ledger.find.failures", "{lookup}", "Look-ups that the ledger did not answer in time.");
        dropped = meter.CreateCounter<int>("renderer.ledger.dropped", "{decision}", "Decisions dropped because the queue was full, or refused.");
    }

    public void Written(int count) => batchSize.Record(count);

    public void WriteFailed() => writeFailures.Add(1);

    public void FindFailed() => findFailures.Add(1);

    public void Dropped(int count) => dropped.Add(count);

    public void Dispose() => meter.Dispose();
}
