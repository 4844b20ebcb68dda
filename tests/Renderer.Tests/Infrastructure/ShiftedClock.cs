namespace Renderer.Tests.Infrastructure;

/// <summary>The real clock, whose dates a test moves on. Timers and limits run as always: a month's jump does not fire a million of them.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref shift));

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
