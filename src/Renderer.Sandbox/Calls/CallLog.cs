namespace Renderer.Sandbox.Calls;

/// <summary>A call that arrived.</summary>
internal readonly record struct Call(string Route, DateTimeOffset At);

/// <summary>Counts the calls to the CRM and to the token endpoint, from the moment they arrive.</summary>
internal sealed class CallLog(TimeProvider clock)
{
    private const int Remembered = 50;

    private readonly Lock counting = new();
    private readonly Dictionary<string, long> routes = [];
    private readonly Queue<Call> last = new(Remembered);

    public void Add(string route)
    {
        lock (counting)
        {
            routes[route] = routes.GetValueOrDefault(route) + 1;
            if (last.Count == Remembered)
            {
                last.Dequeue();
            }

            last.Enqueue(new Call(route, clock.GetUtcNow()));
        }
    }

    /// <summary>Calls that were over a limit.</summary>
    public long Refused { get; private set; }

    public void Refuse()
    {
        lock (counting)
        {
            Refused++;
        }
    }

    public void Clear()
    {
        lock (counting)
        {
            Refused = 0;
            routes.Clear();
            last.Clear();
        }
    }

    /// <summary>The counts by route, and the last fifty calls, oldest first.</summary>
    public (IReadOnlyDictionary<string, long> Routes, IReadOnlyList<Call> Last) Snapshot()
    {
        lock (counting)
        {
            return (new SortedDictionary<string, long>(routes, StringComparer.Ordinal), [.. last]);
        }
    }
}
