using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Reading;

/// <summary>The single reads of one connection by one kind of identifier that have not left yet.</summary>
internal sealed class Lane(ICrmConnection connection, TimeProvider clock)
{
    private readonly Lock sync = new();
    private readonly Line sends = new();
    private readonly Line others = new();
    private readonly Gate? gate = (connection as GatedConnection)?.Gate;
    private int underWay;

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

    /// <summary>Those of one urgency, in the order that they came.</summary>
    private sealed class Line
    {
        private readonly Queue<(Want Want, TimeSpan Came)> queue = new();

        public TaskCompletionSource Full { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsLeaving { get; set; }

        public int Waiting { get; set; }

        public TimeSpan Oldest => queue.TryPeek(out var first) ? first.Came : TimeSpan.Zero;

        public void Add(Want want, TimeSpan now)
        {
            queue.Enqueue((want, now));
            Waiting++;
        }

        public Budget? Longest() => queue.Where(each => each.Want.State == WantState.Waiting)
            .Select(each => (Budget?)each.Want.Budget).MaxBy(budget => budget!.Value.Left);

        public List<Want> Take(int most)
        {
            var taken = new List<Want>();
            while (taken.Count < most && queue.TryDequeue(out var next))
            {
                if (next.Want.State == WantState.Waiting)
                {
                    next.Want.State = WantState.Taken;
                    Waiting--;
                    taken.Add(next.Want);
                }
            }

            return taken;
        }
    }
}
