using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>The time line that all nodes share: Redis' TIME where there is a Redis, else this node's own clock.</summary>
public sealed class SharedClock
{
    // Quartz that has never been disciplined drifts less than 100 microseconds a second.
    private const double Drift = 1e-4;

    // A monotonic clock stands still while a machine is suspended; beyond this the wall clock is believed.
    private static readonly TimeSpan Suspended = TimeSpan.FromSeconds(1);

    private readonly TimeProvider time;
    private volatile Sample sample;

    /// <summary>Starts with this node's own clock.</summary>
    public SharedClock(TimeProvider time)
    {
        this.time = time;
        var wall = time.GetUtcNow();
        sample = new(Instant.From(wall), time.GetTimestamp(), wall, TimeSpan.Zero, OfRedis: false);
    }

    /// <summary>The best estimate of now.</summary>
    public Instant Now => At(sample);

    /// <summary>Surely not after now: what the begin of a fetch is stamped with.</summary>
    public Instant Begun
    {
        get
        {
            var current = sample;
            return At(current) - Doubt(current);
        }
    }

    /// <summary>Surely not before now: what an erasure is stamped with.</summary>
    public Instant Latest
    {
        get
        {
            var current = sample;
            return At(current) + Doubt(current);
        }
    }

    /// <summary>How far <see cref="Now"/> may be off; zero while only this node's own clock is known.</summary>
    public TimeSpan Uncertainty => Doubt(sample);

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

    private TimeSpan Doubt(Sample from) =>
        from.OfRedis ? from.Uncertainty + (time.GetElapsedTime(from.Timestamp) * Drift) : TimeSpan.Zero;

    private sealed record Sample(Instant At, long Timestamp, DateTimeOffset Wall, TimeSpan Uncertainty, bool OfRedis);
}
