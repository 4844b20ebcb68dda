using Renderer.Model;

namespace Renderer.Profiles.Crm.Protection;

/// <summary>What every call to one CRM passes: a place among those that run at once, and a slot of the rate, the most urgent first. Nobody
/// waits here longer than is of use.</summary>
internal sealed class Gate
{
    /// <summary>With less than this left of a budget nobody waits any longer: what would leave then could not be answered in time.</summary>
    public static readonly TimeSpan Worth = TimeSpan.FromMilliseconds(20);

    /// <summary>Beyond this many waiting calls one more only costs memory.</summary>
    private const int MaxWaiting = 20_000;

    private readonly Lock sync = new();
    private readonly Queue<Waiter>[] waiting = [new(), new(), new()];
    private readonly Places places;
    private readonly CallWindow? window;
    private readonly ConnectionWatch watch;
    private readonly TimeProvider clock;
    private TaskCompletionSource stir = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool pumping;
    private int running;

    /// <summary>Lets calls through from here on.</summary>
    /// <param name="settings">How many at once.</param>
    /// <param name="window">How many in a time; null: as many as come.</param>
    /// <param name="watch">Hears of waits.</param>
    /// <param name="clock">Measures them.</param>
    public Gate(ConnectionSettings settings, CallWindow? window, ConnectionWatch watch, TimeProvider clock)
    {
        (this.window, this.watch, this.clock) = (window, watch, clock);
        places = new Places(settings.Concurrency);
        Told = new Quotas(clock);
    }

    /// <summary>What the CRM says of its limits.</summary>
    public Quotas Told { get; }

    /// <summary>What the kind of CRM itself knows of its quota; null where that is told by the answers alone.</summary>
    public Func<CrmQuota?>? Known { get; set; }

    /// <summary>Calls that may run at once now.</summary>
    public int Limit => places.Limit;

    /// <summary>Calls that run.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>The day's calls; null where no rate and no budget is set.</summary>
    public DayBudget? Day => window?.Day;

    /// <summary>How long a call would wait that has so many before it; zero where no rate says.</summary>
    public TimeSpan Expected(int before) => window is null ? TimeSpan.Zero : window.Apart * before;

    /// <summary>How many of this urgency or a greater one wait now.</summary>
    public int Before(CrmPurpose purpose)
    {
        lock (sync)
        {
            return waiting.Take((int)purpose + 1).Sum(queue => queue.Count);
        }
    }

    /// <summary>Waits to be let through. Null: not within the time, and nothing may be sent.</summary>
    /// <param name="terms">What the call is for, and what it may wait.</param>
    /// <param name="budget">What the caller has.</param>
    /// <param name="takesPlace">False for a probe, which asks whether the calls that hold the places will ever end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Pass?> EnterAsync(CallTerms terms, Budget budget, bool takesPlace, CancellationToken cancellationToken)
    {
        var purpose = terms.Purpose;
        var wait = budget.Left - Worth;
        wait = terms.Patience is { } most && most < wait ? most : wait;
        var waiter = new Waiter(takesPlace);
        bool pumps;
        lock (sync)
        {
            var before = Before(purpose);
            if (window is null && before == 0 && IsLeft(purpose) && (!takesPlace || (Told.Hold == TimeSpan.Zero && HasPlace(purpose))))
            {
                return Admit(waiter, Slot.Free);
            }

            if (before > MaxWaiting || Expected(before) > wait || !IsLeft(purpose))
            {
                watch.Waited(purpose, TimeSpan.Zero, passed: false);
                return null;
            }

            waiting[(int)purpose].Enqueue(waiter);
            pumps = Pumps();
        }

        if (pumps)
        {
            _ = PumpAsync();
        }

        var began = clock.GetTimestamp();
        var pass = await waiter.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellationToken);
        watch.Waited(purpose, clock.GetElapsedTime(began), passed: pass is not null);
        if (window is not null)
        {
            watch.Counted(window.Used, window.Day.Forecast());
        }

        return pass;
    }

    /// <summary>A call was answered, with what it says of how much the CRM bears.</summary>
    public void Answered(CrmCallKind kind, TimeSpan took, int status)
    {
        var now = clock.GetElapsedTime(0);
        if (status == 429)
        {
            places.Refused(now);
        }
        else if (status is 0 or >= 500)
        {
            places.Failed(now);
        }
        else
        {
            places.Answered(kind, took, Running, now);
        }

        watch.Places(places.Limit);
    }

    /// <summary>Takes a pass back.</summary>
    public void Leave(Pass pass, bool used)
    {
        window?.Leave(pass.Slot, used);
        bool pumps;
        lock (sync)
        {
            running -= pass.TakesPlace ? 1 : 0;
            pumps = Pumps();
        }

        if (pumps)
        {
            _ = PumpAsync();
        }
    }

    // Whether the caller shall pump, since nobody does and somebody waits; who pumps is told to look again.
    private bool Pumps()
    {
        if (pumping)
        {
            stir.TrySetResult();
            return false;
        }

        return pumping = waiting.Any(queue => queue.Count > 0);
    }

    private async Task PumpAsync()
    {
        while (Next(out var hold) is { } purpose)
        {
            var slot = hold > TimeSpan.Zero ? new Slot(null, hold) : window is null ? Slot.Free : await window.TakeAsync(purpose);
            if (slot.Id is null)
            {
                await StirredAsync(slot.Wait);
            }
            else
            {
                Hand(slot, purpose);
            }
        }
    }

    // The purpose of the first who waits and might go; null when there is none, and the pump ends.
    private CrmPurpose? Next(out TimeSpan hold)
    {
        lock (sync)
        {
            stir = new(TaskCreationOptions.RunContinuationsAsynchronously);
            hold = Told.Hold;
            foreach (var purpose in CrmPurposes.All)
            {
                var queue = waiting[(int)purpose];
                while (queue.TryPeek(out var head) && head.HasLeft)
                {
                    queue.Dequeue();
                }

                if (queue.Count > 0 && (HasPlace(purpose) || !queue.Peek().TakesPlace))
                {
                    return purpose;
                }
            }

            pumping = false;
            return null;
        }
    }

    private void Hand(Slot slot, CrmPurpose purpose)
    {
        lock (sync)
        {
            foreach (var queue in waiting.Take((int)purpose + 1))
            {
                while (queue.TryDequeue(out var next))
                {
                    if (next.TryGive(() => Admit(next, slot)))
                    {
                        return;
                    }
                }
            }
        }

        window?.Leave(slot, used: false);
    }

    private Pass Admit(Waiter waiter, Slot slot)
    {
        running += waiter.TakesPlace ? 1 : 0;
        return new Pass(this, slot, waiter.TakesPlace);
    }

    // Whether the day leaves anything for this: by the CRM's count and by ours. No wait brings that back. A kind that knows its quota itself also
    // has a rule of its own for lists.
    private bool IsLeft(CrmPurpose purpose) =>
        Told.Allows(purpose, purpose == CrmPurpose.Prewarm ? Known?.Invoke() : null) && window?.Day.Allows(purpose) != false;

    private bool HasPlace(CrmPurpose purpose) =>
        running < purpose.MayUse(Math.Min(places.Limit, Told.Room));

    private async Task StirredAsync(TimeSpan wait)
    {
        try
        {
            await stir.Task.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), clock);
        }
        catch (TimeoutException)
        {
        }
    }
}
