using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Reading;

/// <summary>The single reads of one connection by one kind of identifier that have not left yet.</summary>
internal sealed class Lane(ICrmConnection connection, TimeProvider clock)
{
    private static readonly TimeSpan CatchUpEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CatchUpWithin = TimeSpan.FromSeconds(5);

    private readonly Lock sync = new();
    private readonly Line sends = new();
    private readonly Line others = new();
    private readonly Later later = new(clock);
    private readonly Gate? gate = (connection as GatedConnection)?.Gate;
    private int underWay;
    private bool isCatchingUp;

    /// <summary>Reads one person.</summary>
    public async ValueTask<CrmAnswer> ReadAsync(Want want, CallTerms terms)
    {
        var line = terms.Purpose == CrmPurpose.Send ? sends : others;
        var wait = want.Budget.Left - Gate.Worth;
        wait = terms.Patience is { } most && most < wait ? most : wait;
        var leads = false;
        lock (sync)
        {
            // With a patience of its own somebody has an old value: rather that at once than a wait for nothing.
            if (gate is not null && gate.Expected((sends.Waiting / connection.BatchSize) + gate.Before(terms.Purpose)) > wait)
            {
                return Limited;
            }

            line.Add(want, clock.GetElapsedTime(0));
            leads = !line.IsLeaving;
            line.IsLeaving = true;
            if (line.Waiting >= connection.BatchSize)
            {
                line.Full.TrySetResult();
            }
        }

        if (leads)
        {
            _ = LeaveAsync(line, terms.Purpose);
        }

        if (wait <= TimeSpan.Zero)
        {
            return await want.Done; // nothing is waited for: it has left, or its call ends with its budget
        }

        try
        {
            return await want.Done.WaitAsync(wait, clock);
        }
        catch (TimeoutException)
        {
            lock (sync)
            {
                if (want.State == WantState.Waiting)
                {
                    want.State = WantState.Left;
                    line.Waiting--;
                    return Limited;
                }
            }

            return await want.Done;
        }
    }

    /// <summary>Asks for somebody when there is room: with the next call that is not full, or with one of their own.</summary>
    /// <param name="person">Who.</param>
    /// <param name="make">Makes the want; null when it is no longer wanted then.</param>
    public void PutOff(Identifier person, Func<Want?> make)
    {
        var taken = later.Add(person, make);
        var watch = (connection as GatedConnection)?.Watch;
        watch?.PutOff(later.Count, taken);
        lock (sync)
        {
            if (isCatchingUp)
            {
                return;
            }

            isCatchingUp = true;
        }

        _ = CatchUpAsync(watch);
    }

    private static CrmAnswer Limited => new(null, Reason.CrmLimited);

    // One at a time waits for the gate; who comes in the meantime comes along.
    private async Task LeaveAsync(Line line, CrmPurpose purpose)
    {
        while (true)
        {
            await GatherAsync(line);
            Budget longest;
            lock (sync)
            {
                if (line.Longest() is not { } budget)
                {
                    line.IsLeaving = false;
                    return;
                }

                longest = budget;
            }

            var began = clock.GetTimestamp();
            var (goes, pass) = await Coalescer.EnterAsync(connection, new CallTerms(purpose), longest);
            var waited = clock.GetElapsedTime(began) > Gate.Worth;
            List<Want> batch;
            lock (sync)
            {
                batch = line.Take(goes ? connection.BatchSize : int.MaxValue);
                if (goes && line == sends && batch.Count > 0)
                {
                    batch.AddRange(others.Take(connection.BatchSize - batch.Count));
                }

                underWay += goes && batch.Count > 0 ? 1 : 0;
            }

            if (goes && batch.Count > 0 && batch.Count < connection.BatchSize)
            {
                batch.AddRange(later.Take(connection.BatchSize - batch.Count));
            }

            if (goes)
            {
                _ = AskAsync(batch, pass, purpose, waited);
            }
            else
            {
                batch.ForEach(want => want.End(Limited));
            }
        }
    }

    private async Task CatchUpAsync(ConnectionWatch? watch)
    {
        while (true)
        {
            await Task.Delay(CatchUpEvery, clock);
            while (connection.Trouble == Reason.None && later.Count > 0)
            {
                var (goes, pass) = await Coalescer.EnterAsync(connection, Terms.Renewal, Budget.Start(clock, CatchUpWithin));
                var batch = goes ? later.Take(connection.BatchSize) : [];
                watch?.PutOff(later.Count, kept: true);
                lock (sync)
                {
                    underWay += batch.Count > 0 ? 1 : 0;
                }

                var asking = AskAsync(batch, pass, CrmPurpose.Refresh, waited: false);
                if (gate is null)
                {
                    await asking; // nothing else holds it back
                }
            }

            lock (sync)
            {
                if (later.Count == 0)
                {
                    isCatchingUp = false;
                    return;
                }
            }
        }
    }

    private async Task GatherAsync(Line line)
    {
        TimeSpan wait;
        Task full;
        lock (sync)
        {
            if (underWay == 0 || line.Waiting >= connection.BatchSize)
            {
                return;
            }

            line.Full = new(TaskCreationOptions.RunContinuationsAsynchronously);
            full = line.Full.Task;
            wait = line.Oldest + connection.Settings.Coalesce - clock.GetElapsedTime(0);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.WhenAny(full, Task.Delay(wait, clock));
        }
    }

    private async Task AskAsync(List<Want> batch, Pass? pass, CrmPurpose purpose, bool waited)
    {
        using var leave = pass;
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await Task.WhenAll(batch.Select(want => want.LeavingAsync()));
            var terms = new CallTerms(purpose, Pass: pass);
            var answers = await terms.AskAsync(() => CallAsync(batch, waited));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].End(answers[i]);
            }
        }
        catch (Exception broken)
        {
            batch.ForEach(want => want.Break(broken));
        }
        finally
        {
            lock (sync)
            {
                underWay--;
            }
        }
    }

    private async ValueTask<IReadOnlyList<CrmAnswer>> CallAsync(List<Want> batch, bool waited)
    {
        (connection as GatedConnection)?.Watch.Gathered(batch.Count);
        var budget = batch.MaxBy(want => want.Budget.Left)!.Budget;

        // Who waited long for the gate has little left, or has gone: what was let through at last is to be worth it, for whoever comes next.
        if (waited && budget.Left < connection.Settings.AttemptTimeout)
        {
            budget = Budget.Start(clock, connection.Settings.AttemptTimeout);
        }

        Identifier[] people = [.. batch.Select(want => want.Person).Distinct()];
        var reads = batch.Select(want => want.Reads).Aggregate(static (left, right) => left.Covers(right) ? left : left.Union(right));
        if (people.Length == 1)
        {
            var answer = await connection.ReadAsync(people[0], reads, budget, CancellationToken.None);
            return [.. batch.Select(_ => answer)];
        }

        var answers = await connection.ReadManyAsync(people, reads, budget, CancellationToken.None);
        var byName = people.Zip(answers).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. batch.Select(want => byName[want.Person])];
    }
}
