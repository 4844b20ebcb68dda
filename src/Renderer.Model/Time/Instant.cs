namespace Renderer.Model;

/// <summary>A point on the time line that all nodes share: microseconds since 1970 UTC, the resolution of Redis' TIME.</summary>
/// <param name="Micros">Microseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct Instant(long Micros) : IComparable<Instant>
{
    /// <summary>Before every fetch and every mark.</summary>
    public static readonly Instant Never = new(0);

    /// <summary>The instant of a wall clock's reading.</summary>
    public static Instant From(DateTimeOffset time) =>
        new((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same instant as a date, UTC.</summary>
    public DateTimeOffset ToDate() => DateTimeOffset.UnixEpoch.AddTicks(Micros * TimeSpan.TicksPerMicrosecond);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Micros.CompareTo(other.Micros);

    public static Instant operator +(Instant at, TimeSpan span) => new(at.Micros + (span.Ticks / TimeSpan.TicksPerMicrosecond));

    public static Instant operator -(Instant at, TimeSpan span) => new(at.Micros - (span.Ticks / TimeSpan.TicksPerMicrosecond));

    public static TimeSpan operator -(Instant left, Instant right) =>
        TimeSpan.FromTicks((left.Micros - right.Micros) * TimeSpan.TicksPerMicrosecond);

    public static bool operator <(Instant left, Instant right) => left.Micros < right.Micros;

    public static bool operator >(Instant left, Instant right) => left.Micros > right.Micros;

    public static bool operator <=(Instant left, Instant right) => left.Micros <= right.Micros;

    public static bool operator >=(Instant left, Instant right) => left.Micros >= right.Micros;

    /// <summary>The later of two instants.</summary>
    public static Instant Later(Instant left, Instant right) => left > right ? left : right;
}
