using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Reading;

/// <summary>The fetches under way: one a person in this node, and one a person across nodes where Redis can arrange it.</summary>
internal sealed partial class Fetches(
    ProfileStore store, Lookup lookup, Turns turns, Origin origin, Coalescer coalescer, TimeProvider time, ILogger<Fetches> log)
{
    private readonly ConcurrentDictionary<(WorkspaceName Workspace, Identifier Person), Fetch> running = new();

    /// <summary>Null but in tests, which hold a fetch at a step.</summary>
    internal Func<FetchStep, Task>? Probe { get; set; }

    /// <summary>The running fetch of this person, if its value could still be fresh when it comes; else a new one, which the caller must run.</summary>
    public Fetch JoinOrReserve(Workspace workspace, Question question, out bool mine)
    {
        var key = (workspace.Name, question.Asked);
        Fetch? reserved = null;
        while (true)
        {
            var found = running.TryGetValue(key, out var other);
            if (found && other!.Reads.Covers(question.Reads) && origin.CouldBeFresh(workspace, question, other.Started))
            {
                mine = false;
                return other;
            }

            var union = workspace.Union;
            reserved ??= new(union.Covers(question.Reads) ? union : union.Union(question.Reads));
            if (found ? running.TryUpdate(key, reserved, other!) : running.TryAdd(key, reserved))
            {
                mine = true;
                return reserved;
            }
        }
    }

    /// <summary>Ends a fetch: what it brought is stored already.</summary>
    public void End(Workspace workspace, Question question, Fetch fetch, Fetched fetched)
    {
        running.TryRemove(new((workspace.Name, question.Asked), fetch));
        fetch.End(fetched);
    }

    /// <summary>Fetches one person. Never throws; goes on when those who wait have left, and ends with its own budget.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="fetch">The reserved fetch.</param>
    /// <param name="budget">What it may take.</param>
    /// <param name="terms">What for.</param>
    /// <param name="enough">What need not be fetched again.</param>
    public async Task RunAsync(Workspace workspace, Question question, Fetch fetch, Budget budget, CallTerms terms, Func<Found, bool> enough)
    {
        var turn = default(Turn);
        try
        {
            // Somebody may have stored it between the look into memory and the reservation.
            if (lookup.InMemory(workspace, question) is var held && enough(held))
            {
                End(workspace, question, fetch, new(held.Entry, Reason.None));
                return;
            }

            turn = await turns.TakeAsync(workspace, question, budget, enough);
            if (turn.Theirs is not null)
            {
                End(workspace, question, fetch, new(turn.Theirs, Reason.None));
                return;
            }

            await HoldAsync(FetchStep.Turn);
            var want = new Want(workspace.AtCrm(question.Asked), fetch.Reads, budget, () => BeginAsync(workspace, [fetch]));
            var answer = await coalescer.ReadAsync(workspace.People!, want, terms);
            await HoldAsync(FetchStep.Answered);
            ProfileMeters.Fetched("single", answer.Reason);
            if (fetch.Started is null)
            {
                PutOff(workspace, question);
            }
            else
            {
                Count(workspace, fetch.Reads, 1);
            }

            var written = StoreAsync(workspace, question, fetch, answer, out var fetched, tell: true);
            await HoldAsync(FetchStep.Stored);
            End(workspace, question, fetch, fetched);
            await written;
        }
        catch (Exception error)
        {
            Log.Broke(log, error.GetType().Name, workspace.Name);
            End(workspace, question, fetch, new(null, Reason.CrmError));
        }

        // Only now: whoever comes next finds it in Redis.
        await turns.LeaveAsync(workspace, question, turn);
        await HoldAsync(FetchStep.Written);
    }

    /// <summary>Fetches many people of one identifier kind in one call; likewise.</summary>
    public async Task RunManyAsync(Workspace workspace, IReadOnlyList<(Question Question, Fetch Fetch)> wanted, Budget budget, CallTerms terms)
    {
        var reads = wanted.Select(each => each.Fetch.Reads).Aggregate(static (left, right) => left.Covers(right) ? left : left.Union(right));
        try
        {
            await HoldAsync(FetchStep.Turn);
            var answers = await Coalescer.ReadManyAsync(
                workspace.People!,
                [.. wanted.Select(each => workspace.AtCrm(each.Question.Asked))],
                reads,
                budget,
                terms,
                () => BeginAsync(workspace, wanted.Select(each => each.Fetch)));
            await HoldAsync(FetchStep.Answered);
            Count(workspace, reads, wanted.Count);
            var writes = new Task[wanted.Count];
            for (var i = 0; i < wanted.Count; i++)
            {
                var (question, fetch) = wanted[i];
                writes[i] = StoreAsync(workspace, question, fetch, answers[i], out var fetched, tell: false);
                End(workspace, question, fetch, fetched);
                ProfileMeters.Fetched("bulk", answers[i].Reason);
                if (fetch.Started is null && terms.Purpose != CrmPurpose.Prewarm)
                {
                    PutOff(workspace, question);
                }
            }

            await HoldAsync(FetchStep.Stored);
            await Task.WhenAll(writes);
            await HoldAsync(FetchStep.Written);
        }
        catch (Exception error)
        {
            Log.Broke(log, error.GetType().Name, workspace.Name);
            foreach (var (question, fetch) in wanted)
            {
                End(workspace, question, fetch, new(null, Reason.CrmError));
            }
        }
    }

    // No call has left for it: the CRM's quota did not allow one in time.
    private void PutOff(Workspace workspace, Question question) =>
        coalescer.PutOff(workspace.People!, question.Asked, () => Ride(workspace, question));

    // Somebody who was put off is about to be asked for; unless that has happened, or happens.
    private Want? Ride(Workspace workspace, Question question)
    {
        if (lookup.InMemory(workspace, question).IsFresh)
        {
            return null;
        }

        var fetch = JoinOrReserve(workspace, question, out var mine);
        if (!mine)
        {
            return null;
        }

        var want = new Want(
            question.Asked, fetch.Reads, Budget.Start(time, workspace.People!.Settings.AttemptTimeout), () => BeginAsync(workspace, [fetch]));
        _ = FinishAsync(workspace, question, fetch, want);
        return want;
    }

    private async Task FinishAsync(Workspace workspace, Question question, Fetch fetch, Want want)
    {
        try
        {
            var answer = await want.Done;
            ProfileMeters.Fetched("put off", answer.Reason);
            var written = StoreAsync(workspace, question, fetch, answer, out var fetched, tell: true);
            End(workspace, question, fetch, fetched);
            await written;
        }
        catch (Exception error)
        {
            Log.Broke(log, error.GetType().Name, workspace.Name);
            End(workspace, question, fetch, new(null, Reason.CrmError));
        }
    }

    private Task BeginAsync(Workspace workspace, IEnumerable<Fetch> fetches)
    {
        var now = origin.Now(workspace);
        foreach (var fetch in fetches)
        {
            fetch.Begin(now);
        }

        return HoldAsync(FetchStep.Begun);
    }

    // What reading only what templates read spares the CRM.
    private static void Count(Workspace workspace, ReadSet reads, int people)
    {
        var declared = workspace.People!.Settings.Attributes.Keys;
        var spared = reads.All ? 0 : declared.Count(attribute => !reads.Reads(attribute));
        ProfileMeters.Asked(reads.All ? declared.Union(reads.Names).Count() : reads.Names.Count, spared, people);
    }

    private Task StoreAsync(Workspace workspace, Question question, Fetch fetch, CrmAnswer answer, out Fetched fetched, bool tell)
    {
        var entry = origin.Entry(workspace, question, fetch, answer);
        fetched = new(entry, entry is null ? answer.Reason : Reason.None);
        return entry is null ? Task.CompletedTask : store.SaveAsync(workspace, entry, question, tell);
    }

    private Task HoldAsync(FetchStep step) => Probe?.Invoke(step) ?? Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A fetch broke with {Failure} in workspace {Workspace}")]
        public static partial void Broke(ILogger logger, string failure, WorkspaceName workspace);
    }
}
