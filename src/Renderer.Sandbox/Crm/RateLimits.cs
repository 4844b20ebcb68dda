using System.Globalization;

namespace Renderer.Sandbox.Crm;

/// <summary>HubSpot's counters: calls in any 10 s, and since start. Counted always, enforced where a limit is set.</summary>
internal sealed class RateLimits(SandboxOptions options, TimeProvider clock)
{
    /// <summary>What the headers promise where nothing is enforced.</summary>
    private const int Unlimited = 1_000_000;
    private const int Seconds = 10;

    private readonly Lock counting = new();
    private readonly int[] bySecond = new int[Seconds];
    private readonly long started = clock.GetTimestamp();
    private long second;
    private int window;
    private int day;

    /// <summary>Counts a call, and writes what is left into its answer's headers.</summary>
    /// <returns>The policy that refuses the call; null while within the limits.</returns>
    public string? Count(IHeaderDictionary headers)
    {
        var most = options.RateLimit == 0 ? Unlimited : options.RateLimit;
        var daily = options.DailyLimit == 0 ? Unlimited : options.DailyLimit;
        string? refused;
        int left, leftThisSecond, leftToday;
        lock (counting)
        {
            Advance();
            refused = day >= daily && options.DailyLimit > 0 ? "DAILY"
                : window >= most && options.RateLimit > 0 ? "TEN_SECONDLY_ROLLING"
                : null;
            if (refused is null)
            {
                bySecond[second % Seconds]++;
                window++;
                day++;
            }

            (left, leftThisSecond, leftToday) = (most - window, Math.Max(1, most / Seconds) - bySecond[second % Seconds], daily - day);
        }

        Set(headers, "Daily", daily);
        Set(headers, "Daily-Remaining", leftToday);
        Set(headers, "Interval-Milliseconds", Seconds * 1000);
        Set(headers, "Max", most);
        Set(headers, "Remaining", left);
        Set(headers, "Secondly", Math.Max(1, most / Seconds));
        Set(headers, "Secondly-Remaining", leftThisSecond);
        return refused;
    }

    private void Advance()
    {
        var now = (long)clock.GetElapsedTime(started).TotalSeconds;
        for (var steps = Math.Min(now - second, Seconds); steps > 0; steps--)
        {
            var gone = (now - steps + 1) % Seconds;
            window -= bySecond[gone];
            bySecond[gone] = 0;
        }

        second = now;
    }

    private static void Set(IHeaderDictionary headers, string name, int value) =>
        headers["X-HubSpot-RateLimit-" + name] = Math.Max(0, value).ToString(CultureInfo.InvariantCulture);
}
