namespace Renderer.Tests.Profiles.Tokens;

/// <summary>The real clock, moved on by a test: dates and ages jump, timers run as always.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref shift));

    public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Read(ref shift) * TimestampFrequency / TimeSpan.TicksPerSecond);

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
