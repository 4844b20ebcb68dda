using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Reading;

/// <summary>Reads one person: memory, Redis, the CRM, in this order, until something is fresh.</summary>
internal sealed class OneReader(Lookup lookup, Fetches fetches, Witness witness, RedisLink link, SharedClock clock, TimeProvider time)
{
    /// <summary>A change that arrives while a fetch is under way makes another one; this often.</summary>
    public const int Rounds = 3;

    // A value is renewed behind the render when this much of its freshness is used up.
    private const double Eager = 0.8;

    /// <summary>What this node's memory holds; renewed behind the caller's back when it will soon be stale.</summary>
    public Found InMemory(Workspace workspace, Question question)
    {
        var found = lookup.InMemory(workspace, question);
        if (found.IsFresh)
        {
            ProfileMeters.Hit("memory");
            found.Entry!.Ask(question, time.GetTimestamp());
            Renew(workspace, question, found);
        }

        return found;
    }

    /// <summary>The best that can be had within the budget, and why it is not fresh.</summary>
    public async ValueTask<(Found Found, Reason Failure)> FindAsync(
        Workspace workspace, Question question, Budget budget, CancellationToken cancellationToken)
    {
        var since = clock.Begun;
        var best = await lookup.FindAsync(workspace, question, Budget.Start(time, link.PatienceOf(budget)));
        if (best.IsFresh)
        {
            ProfileMeters.Hit("redis");
            return (best, Reason.None);
        }

        var failure = Reason.None;
        for (var round = 0; round < Rounds && budget.Left > TimeSpan.Zero; round++)
        {
            var fetch = fetches.JoinOrReserve(workspace, question, out var mine);
            if (mine)
            {
                _ = fetches.RunAsync(workspace, question, fetch, budget, Terms.Of(best.IsUsable, budget), static found => found.IsFresh);
            }

            var fetched = await WaitAsync(workspace, fetch, budget, cancellationToken);
            var found = witness.Judge(workspace, fetched.Entry, question, since);
            failure = fetched.Reason;
            best = Found.Better(found, witness.Judge(workspace, best.Entry, question));
            if (found.IsFresh || Settles(fetched, mine))
            {
                break;
            }

            await OutOfDoubtAsync(clock, time, budget);
        }

        return (best, failure);
    }

    /// <summary>Whether a failure is the last word: a fetch that we joined may have had less time than we have.</summary>
    public static bool Settles(Fetched fetched, bool mine) => fetched.Entry is null && (mine || fetched.Reason != Reason.CrmTimeout);

    /// <summary>A fetch that begins within the clock's uncertainty after a change counts as begun before it: waits that long, a quarter of what is left at most.</summary>
    public static Task OutOfDoubtAsync(SharedClock clock, TimeProvider time, Budget budget)
    {
        var doubt = clock.Uncertainty * 2;
        return doubt > TimeSpan.Zero ? Task.Delay(doubt < budget.Left / 4 ? doubt : budget.Left / 4, time) : Task.CompletedTask;
    }

    /// <summary>Why a fetch has not come in time: its call was not let through, or not answered.</summary>
    public static Reason Late(Workspace workspace, Fetch fetch) =>
        fetch.Started is null && workspace.People is GatedConnection ? Reason.CrmLimited : Reason.CrmTimeout;

    private async ValueTask<Fetched> WaitAsync(Workspace workspace, Fetch fetch, Budget budget, CancellationToken cancellationToken)
    {
        try
        {
            return await fetch.Done.WaitAsync(budget.Left, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new(null, Late(workspace, fetch));
        }
    }

    private void Renew(Workspace workspace, Question question, Found found)
    {
        var settings = workspace.People!.Settings;
        var due = (workspace.Own?.For(question.Reads) ?? settings.FreshFor) * Eager;
        if (found.Entry!.Kind != EntryKind.Person || clock.Now - found.Entry.Begun < due)
        {
            return;
        }

        var fetch = fetches.JoinOrReserve(workspace, question, out var mine);
        if (mine)
        {
            var budget = Budget.Start(time, settings.AttemptTimeout);
            _ = fetches.RunAsync(workspace, question, fetch, budget, Terms.Renewal, held => held.IsFresh && clock.Now - held.Entry!.Begun < due);
        }
    }
}
