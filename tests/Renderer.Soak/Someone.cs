using System.Collections.Concurrent;
using System.Diagnostics;

namespace Renderer.Soak;

/// <summary>One person: which versions of the first name there were, and what every node must know by now.</summary>
internal sealed class Someone(string id)
{
    private const int Kept = 16;
    private readonly ConcurrentDictionary<int, long> times = new();
    private int started;
    private int confirmed;
    private int gone;

    public string Id => id;

    public string Email => $"{id}@people.example";

    /// <summary>The latest version that the CRM may show: its change has at least begun.</summary>
    public int Started => Volatile.Read(ref started);

    /// <summary>The latest version whose event was answered with 2xx: nothing older is live.</summary>
    public int Confirmed => Volatile.Read(ref confirmed);

    /// <summary>Versions up to this one were erased: nobody sees them again, not even as stale.</summary>
    public int Gone => Volatile.Read(ref gone);

    /// <summary>Changes of one person are made one after another.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    public int Begin() => Interlocked.Increment(ref started);

    /// <summary>When a version was confirmed, by our monotonic clock; of the last few.</summary>
    public long? ConfirmedAt(int version) => times.TryGetValue(version, out var at) ? at : null;

    public void Confirm(int version)
    {
        times[version] = Stopwatch.GetTimestamp();
        times.TryRemove(version - Kept, out _);
        Volatile.Write(ref confirmed, Math.Max(confirmed, version));
    }

    public void Forget(int version) => Volatile.Write(ref gone, Math.Max(gone, version));

    public string Text(int version) => $"{id}-v{version}";
}
