namespace Renderer.Profiles.Crm.Protection;

/// <summary>The calls of a day (UTC), how many are left, and when they will have run out at the present pace.</summary>
/// <param name="most">Calls a day; null: they are counted, and never refused.</param>
/// <param name="clock">The day.</param>
internal sealed class DayBudget(long? most, TimeProvider clock)
{
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMinutes(1);

    /// <summary>The pace is that of the last minutes: what runs now will mostly run on.</summary>
    private const int Samples = 15;

    private readonly Lock gate = new();
    private readonly Queue<(DateTimeOffset At, long Calls)> samples = new();
    private DateOnly day;
    private long calls;

    /// <summary>Calls a day; null: no limit.</summary>
    public long? Most => most;

    /// <summary>The day that counts now.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Whether a call for this may still be made today.</summary>
    public bool Allows(CrmPurpose purpose)
    {
        lock (gate)
        {
            Turn();
            return most is not { } limit || calls < purpose.MayUse(limit);
        }
    }

    /// <summary>A call leaves, or (-1) did not after all.</summary>
    public void Count(int by)
    {
        lock (gate)
        {
            Turn();
            calls = Math.Max(0, calls + by);
        }
    }

    /// <summary>Hears what all nodes together have called today.</summary>
    public void Hear(long all)
    {
        lock (gate)
        {
            Turn();
            calls = Math.Max(calls, all);
        }
    }

    /// <summary>How it stands now.</summary>
    public CallForecast Forecast()
    {
        lock (gate)
        {
            Turn();
            var now = clock.GetUtcNow();
            var (at, before) = samples.Count > 0 ? samples.Peek() : (now, calls);
            var hours = (now - at).TotalHours;
            var pace = hours > 0 ? (calls - before) / hours : 0;
            var left = most - calls;
            var runsOut = left switch
            {
                null => (DateTimeOffset?)null,
                <= 0 => now,
                _ when pace <= 0 || left / pace > 24 => null,
                _ => now.AddHours(left.Value / pace),
            };
            var midnight = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            return new(calls, most, pace, runsOut < midnight ? runsOut : null);
        }
    }

    private void Turn()
    {
        var now = clock.GetUtcNow();
        if (Today is var today && today != day)
        {
            (day, calls) = (today, 0);
            samples.Clear();
        }

        if (samples.Count == 0 || now - samples.Last().At >= SampleEvery)
        {
            samples.Enqueue((now, calls));
            if (samples.Count > Samples)
            {
                samples.Dequeue();
            }
        }
    }
}

/// <summary>A day's calls and where they lead.</summary>
/// <param name="Calls">Made so far.</param>
/// <param name="Most">Allowed; null: no limit.</param>
/// <param name="PerHour">The pace of the last quarter of an hour.</param>
/// <param name="RunsOutAt">When none will be left at this pace; null: not today.</param>
internal readonly record struct CallForecast(long Calls, long? Most, double PerHour, DateTimeOffset? RunsOutAt);
