namespace Renderer.Sandbox.Faults;

/// <summary>Picks an even part of a run of calls: not every other one, which each retry would miss, and the same ones each time.</summary>
internal sealed class Spread(double share)
{
    // Steps of the golden ratio fill the unit interval evenly, without a period.
    private const double Step = 0.618033988749894848;

    private long turn;

    public bool Next() => share >= 1 || (Interlocked.Increment(ref turn) * Step) % 1 < share;
}
