using System.Collections.Concurrent;
using System.Diagnostics;

namespace Renderer.Soak;

/// <summary>Starts work at a rate whatever becomes of it: what is late is measured from when it should have begun.</summary>
internal static class Pace
{
    /// <summary>Runs until the end, or until told to stop.</summary>
    /// <param name="workers">How much may be under way at once.</param>
    /// <param name="span">How long.</param>
    /// <param name="rateAt">Starts a second, by the time since the begin.</param>
    /// <param name="work">What to do, with a number of its own and the timestamp at which it should begin.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task RunAsync(int workers, TimeSpan span, Func<TimeSpan, double> rateAt, Func<long, long, Task> work, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var gate = new Lock();
        var next = TimeSpan.Zero;
        var number = 0L;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));

        async Task WorkAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                TimeSpan due;
                long mine;
                lock (gate)
                {
                    due = next;
                    next += TimeSpan.FromSeconds(1 / Math.Max(1, rateAt(next)));
                    mine = number++;
                }

                if (due > span)
                {
                    return;
                }

                var wait = due - Stopwatch.GetElapsedTime(began);
                if (wait > TimeSpan.FromMilliseconds(1))
                {
                    await Task.Delay(wait, CancellationToken.None);
                }

                await work(mine, began + (long)(due.TotalSeconds * Stopwatch.Frequency));
            }
        }
    }

    /// <summary>The highest second of a ramp at a 99th percentile under a second, counted from when the work should have begun.</summary>
    /// <param name="ramp">How long it climbs.</param>
    /// <param name="mostTried">Where it ends, in starts a second.</param>
    /// <param name="work">What to do, with a number of its own.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<double> MostAsync(TimeSpan ramp, double mostTried, Func<long, Task> work, CancellationToken stop)
    {
        var seconds = Enumerable.Range(0, (int)ramp.TotalSeconds + 60).Select(_ => new ConcurrentQueue<double>()).ToArray();
        var start = Stopwatch.GetTimestamp();
        double RateAt(TimeSpan at) => 500 + ((mostTried - 500) * at.TotalSeconds / ramp.TotalSeconds);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await RunAsync(512, ramp, RateAt, async (i, due) =>
        {
            await work(i);
            var late = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
            seconds[(int)Stopwatch.GetElapsedTime(start).TotalSeconds].Enqueue(late);
            if (late > 3000)
            {
                await enough.CancelAsync();
            }
        }, enough.Token);
        // A second in which a pause is made up for has more than was asked of it: that is no rate that could be kept.
        return seconds
            .Select((second, i) => second.IsEmpty || second.Order().ElementAt((int)((second.Count - 1) * 0.99)) >= 1000
                ? 0
                : Math.Min(second.Count, RateAt(TimeSpan.FromSeconds(i + 1))))
            .Max();
    }
}
