using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>The time line that all nodes share: Redis' TIME where there is a Redis, else this node's own clock.</summary>
public sealed class SharedClock
{
    // Quartz that has never been disciplined drifts less than 100 microseconds a second.
    private const double Drift = 1e-4;

    // A monotonic clock stands still while a machine is suspended; beyond this the wall clock is believed.
    private static readonly TimeSpan Suspended = TimeSpan.FromSeconds(1);

    // How far clocks are apart that nobody has compared: what an erasure is stamped later by, so that no other node's value is taken for a newer one.
    private static readonly TimeSpan Unmatched = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private readonly bool shared;
    private volatile Sample sample;

    /// <summary>Starts with this node's own clock.</summary>
    /// <param name="time">This node's own clock.</param>
    /// <param name="shared">There is a Redis, whose TIME is what counts as soon as it is known.</param>
    public SharedClock(TimeProvider time, bool shared)
    {
        this.time = time;
        this.shared = shared;
        var wall = time.GetUtcNow();
        sample = new(Instant.From(wall), time.GetTimestamp(), wall, TimeSpan.Zero, OfRedis: false);
    }

    /// <summary>The best estimate of now.</summary>
    public Instant Now => At(sample);

    /// <summary>Surely not after now: what the begin of a fetch is stamped with.</summary>
    public Instant Begun => Stamp().Begun;

    /// <summary>Surely not before now: what an erasure is stamped with.</summary>
    public Instant Latest
    {
        get
        {
            var current = sample;
            return At(current) + (IsMatched(current) ? Doubt(current) : Unmatched);
        }
    }

    /// <summary>How far <see cref="Now"/> may be off; zero while only this node's own clock is known.</summary>
    public TimeSpan Uncertainty => Doubt(sample);

    /// <summary>Surely not before now on this node: what a mark is stamped with that no other node has.</summary>
    internal Instant LatestHere
    {
        get
        {
            var current = sample;
            return At(current) + Doubt(current);
        }
    }

    /// <summary>Whether instants of this clock can be compared with those of other nodes.</summary>
    internal bool Matched => IsMatched(sample);

    /// <summary><see cref="Begun"/>, and whether it can be compared with instants of other nodes.</summary>
    internal (Instant Begun, bool Matched) Stamp()
    {
        var current = sample;
        return (At(current) - Doubt(current), IsMatched(current));
    }

    /// <summary>Takes what Redis said its time was between two readings of our monotonic clock.</summary>
    /// <returns>False when Redis' clock went back: what was stamped before cannot be compared with what comes.</returns>
    internal bool Observe(long asked, long answered, Instant redis)
    {
        var half = time.GetElapsedTime(asked, answered) / 2;
        var since = time.GetElapsedTime(answered);
        var next = new Sample(redis + half + since, time.GetTimestamp(), time.GetUtcNow(), half, OfRedis: true);
        var current = sample;
        if (!current.OfRedis)
        {
            sample = next;
            return true;
        }

        var off = next.At - At(current);
        var stepped = off.Duration() > next.Uncertainty + Doubt(current) + TimeSpan.FromMilliseconds(1);
        if (stepped || next.Uncertainty <= Doubt(current))
        {
            sample = next;
        }

        return !stepped || off > TimeSpan.Zero;
    }

    private Instant At(Sample from)
    {
        var elapsed = time.GetElapsedTime(from.Timestamp);
        var wall = time.GetUtcNow() - from.Wall;
        return from.At + (wall > elapsed + Suspended ? wall : elapsed);
    }

    private bool IsMatched(Sample from) => !shared || from.OfRedis;

    private TimeSpan Doubt(Sample from) =>
        from.OfRedis ? from.Uncertainty + (time.GetElapsedTime(from.Timestamp) * Drift) : TimeSpan.Zero;

    private sealed record Sample(Instant At, long Timestamp, DateTimeOffset Wall, TimeSpan Uncertainty, bool OfRedis);
}
