namespace Renderer.Model;

/// <summary>What is left of the time a caller gave us, on a monotonic clock.</summary>
public readonly struct Budget
{
    private readonly TimeProvider clock;
    private readonly long start;
    private readonly TimeSpan total;

    private Budget(TimeProvider clock, long start, TimeSpan total) => (this.clock, this.start, this.total) = (clock, start, total);

    /// <summary>Starts counting now.</summary>
    public static Budget Start(TimeProvider clock, TimeSpan total) => new(clock, clock.GetTimestamp(), total);

    /// <summary>What the caller gave, as a whole.</summary>
    public TimeSpan Total => total;

    /// <summary>Time spent since the start.</summary>
    public TimeSpan Spent => clock.GetElapsedTime(start);

    /// <summary>Time left; zero when it is used up, never negative.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = total - Spent;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The same start with less time: what a step may use so that the later ones have the reserve.</summary>
    /// <param name="reserve">Time kept back for the steps that follow.</param>
    public Budget Less(TimeSpan reserve) => new(clock, start, total > reserve ? total - reserve : TimeSpan.Zero);
}
