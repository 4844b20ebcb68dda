namespace Renderer.Sandbox.Dataverse;

/// <summary>Dataverse's service protection: requests in any 300 s. Counted always, enforced where a limit is set.</summary>
internal sealed class RequestWindow(SandboxOptions options, TimeProvider clock)
{
    /// <summary>What the headers promise where nothing is enforced: Dataverse's own limit.</summary>
    private const int VendorLimit = 6000;
    private const int Seconds = 300;

    private readonly Lock counting = new();
    private readonly int[] bySecond = new int[Seconds];
    private readonly long started = clock.GetTimestamp();
    private long second;
    private int total;

    /// <summary>Counts a call.</summary>
    /// <returns>How many are left, and for how many seconds to stay away where this one is refused.</returns>
    public (int Left, int? Wait) Count()
    {
        var most = options.DataverseRateLimit > 0 ? options.DataverseRateLimit : VendorLimit;
        lock (counting)
        {
            Advance((long)clock.GetElapsedTime(started).TotalSeconds);
            if (options.DataverseRateLimit > 0 && total >= most)
            {
                return (0, UntilOneGoes());
            }

            bySecond[second % Seconds]++;
            total++;
            return (Math.Max(0, most - total), null);
        }
    }

    private void Advance(long now)
    {
        for (var steps = Math.Min(now - second, Seconds); steps > 0; steps--)
        {
            var gone = (now - steps + 1) % Seconds;
            total -= bySecond[gone];
            bySecond[gone] = 0;
        }

        second = now;
    }

    private int UntilOneGoes() => Enumerable.Range(1, Seconds).First(ahead => bySecond[(second + ahead) % Seconds] > 0);
}
