using Renderer.Model;
using Renderer.Profiles.Reading;
using Renderer.Profiles.Reading.Joining;

namespace Renderer.Profiles;

/// <summary>Reads people: fresh where it can be had within the budget, stale where it cannot, and never an exception for what a CRM or Redis does.</summary>
public sealed class ProfileReader
{
    private static readonly ProfileReading NoConnection = new() { State = ProfileState.Unavailable, Reason = Reason.NoConnection };

    private readonly ProfileWorkspaces workspaces;
    private readonly Lookup lookup;
    private readonly OneReader one;
    private readonly ManyReader many;
    private readonly MergedReader merged;
    private readonly Holdings holdings;
    private readonly Witness witness;
    private readonly SharedClock clock;

    internal ProfileReader(
        ProfileWorkspaces workspaces, Lookup lookup, OneReader one, ManyReader many, MergedReader merged, Holdings holdings, Witness witness, SharedClock clock)
    {
        this.workspaces = workspaces;
        this.lookup = lookup;
        this.one = one;
        this.many = many;
        this.merged = merged;
        this.holdings = holdings;
        this.witness = witness;
        this.clock = clock;
    }

    /// <summary>Reads one person.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="person">By CRM id, e-mail or a lookup of the workspace's first connection.</param>
    /// <param name="reads">The attributes that the template reads: what freshness is judged by.</param>
    /// <param name="budget">What the read may take; the caller has kept its own reserve back.</param>
    /// <param name="cancellationToken">Ends the wait; a fetch that is under way goes on for others.</param>
    public ValueTask<ProfileReading> ReadAsync(
        WorkspaceName workspace, Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        if (workspaces.Find(workspace) is not { People: not null } home)
        {
            return new(NoConnection);
        }

        if (home.Plan is { } plan)
        {
            return merged.ReadAsync(home, plan, person, reads, budget, cancellationToken);
        }

        var question = lookup.Ask(home, person, reads);
        var found = one.InMemory(home, question);
        return found.IsFresh
            ? new(Answer(home, found, Reason.None))
            : FindAsync(home, question, budget, cancellationToken);
    }

    /// <summary>Reads many people with bulk reads of the CRM. Answers stand in the order asked; duplicates and mixed kinds are fine.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="people">By CRM id, e-mail or lookup.</param>
    /// <param name="reads">The attributes that the template reads.</param>
    /// <param name="budget">What all of it may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<ProfileReading>> ReadManyAsync(
        WorkspaceName workspace, IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        workspaces.Find(workspace) is { People: not null } home
            ? home.Plan is { } plan
                ? await merged.ReadManyAsync(home, plan, people, reads, budget, cancellationToken)
                : await many.ReadAsync(home, people, reads, budget, cancellationToken)
            : [.. people.Select(_ => NoConnection)];

    /// <summary>What is stored of a person, without asking the CRM; null when nothing is, or nothing may be shown.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="person">By CRM id, e-mail or lookup.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ProfileHolding?> HoldingAsync(WorkspaceName workspace, Identifier person, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return workspaces.Find(workspace) is { People: not null } home ? await holdings.ReadAsync(home, person) : null;
    }

    private async ValueTask<ProfileReading> FindAsync(Workspace home, Question question, Budget budget, CancellationToken cancellationToken)
    {
        var (found, failure) = await one.FindAsync(home, question, budget, cancellationToken);
        return Answer(home, found, failure);
    }

    private ProfileReading Answer(Workspace home, Found found, Reason failure)
    {
        var now = clock.Now;
        return Ladder.Answer(found, failure, now, witness.LineageOf(home, found, now));
    }
}
