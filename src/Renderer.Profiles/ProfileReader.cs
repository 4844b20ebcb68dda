using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>Reads people: fresh where it can be had within the budget, stale where it cannot, and never an exception for what a CRM or Redis does.</summary>
public sealed class ProfileReader
{
    /// <summary>Reads one person.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="person">By CRM id, e-mail or a lookup of the workspace's first connection.</param>
    /// <param name="reads">The attributes that the template reads: what freshness is judged by.</param>
    /// <param name="budget">What the read may take; the caller has kept its own reserve back.</param>
    /// <param name="cancellationToken">Ends the wait; a fetch that is under way goes on for others.</param>
    public ValueTask<ProfileReading> ReadAsync(
        WorkspaceName workspace, Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Reads many people with bulk reads of the CRM. Answers stand in the order asked; duplicates and mixed kinds are fine.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="people">By CRM id, e-mail or lookup.</param>
    /// <param name="reads">The attributes that the template reads.</param>
    /// <param name="budget">What all of it may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<IReadOnlyList<ProfileReading>> ReadManyAsync(
        WorkspaceName workspace, IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>What is stored of a person, without asking the CRM; null when nothing is, or nothing may be shown.</summary>
    public Task<ProfileHolding?> HoldingAsync(WorkspaceName workspace, Identifier person, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
