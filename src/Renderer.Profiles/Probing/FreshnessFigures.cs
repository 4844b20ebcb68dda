namespace Renderer.Profiles.Probing;

/// <summary>The last measurements of this node, for the readiness body.</summary>
internal sealed class FreshnessFigures(TimeProvider time)
{
    /// <summary>About two minutes of one a second.</summary>
    private const int Kept = 120;

    private readonly Lock gate = new();
    private readonly Queue<TimeSpan> last = new(Kept);
    private long at;

    /// <summary>Median, 99th percentile and the age of the last; null before the first.</summary>
    public (TimeSpan Median, TimeSpan P99, TimeSpan Age)? Now
    {
        get
        {
            lock (gate)
            {
                if (last.Count == 0)
                {
                    return null;
                }

                TimeSpan[] sorted = [.. last.Order()];
                return (sorted[sorted.Length / 2], sorted[(sorted.Length - 1) * 99 / 100], time.GetElapsedTime(at));
            }
        }
    }

    public void Add(TimeSpan eventToFresh)
    {
        lock (gate)
        {
            if (last.Count == Kept)
            {
                last.Dequeue();
            }

            last.Enqueue(eventToFresh);
            at = time.GetTimestamp();
        }
    }
}
