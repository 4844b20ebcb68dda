using Renderer.Model;
using Renderer.Profiles.Reading;

namespace Renderer.Profiles;

/// <summary>Fills the cache before a send, within what the CRM's quotas leave beside the sends.</summary>
public sealed class ProfilePrewarm
{
    private readonly ProfileWorkspaces workspaces;
    private readonly Prewarmer prewarmer;

    internal ProfilePrewarm(ProfileWorkspaces workspaces, Prewarmer prewarmer)
    {
        this.workspaces = workspaces;
        this.prewarmer = prewarmer;
    }

    /// <summary>How many people are best given at once: some bulk reads that run beside each other; 0 where no CRM answers for people.</summary>
    public int AtOnce(WorkspaceName workspace) => workspaces.Find(workspace)?.People is { } people ? 4 * people.BatchSize : 0;

    /// <summary>Whether the CRM answers, as far as is known: then an error is about who was asked for.</summary>
    public bool Answers(WorkspaceName workspace) => workspaces.Find(workspace)?.People?.Trouble == Reason.None;

    /// <summary>How long what is fetched is fresh.</summary>
    public TimeSpan FreshFor(WorkspaceName workspace) => workspaces.Find(workspace)?.People?.Settings.FreshFor ?? TimeSpan.Zero;

    /// <summary>People a second that sends could have read from the CRM one by one, by bulk reads, under the connection's rate; null: no rate is set.</summary>
    public double? MostPerSecond(WorkspaceName workspace) => workspaces.Find(workspace)?.People is { Settings.Rate: { } rate } people
        ? people.BatchSize / rate.Apart.TotalSeconds
        : null;

    /// <summary>Fetches those of these people who are not fresh. A round: who could not be asked for yet is told so.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="people">By CRM id, e-mail or lookup.</param>
    /// <param name="reads">What they will be read for.</param>
    /// <param name="cancellationToken">Ends the waits; calls that have left are finished.</param>
    public Task<PrewarmTally> FetchAsync(WorkspaceName workspace, IReadOnlyList<Identifier> people, ReadSet reads, CancellationToken cancellationToken) =>
        workspaces.Find(workspace) is { People: not null } home
            ? prewarmer.FetchAsync(home, people, reads, cancellationToken)
            : Task.FromResult(new PrewarmTally(NotYet: people, Reason: Reason.NoConnection));

    /// <summary>Stores one page of the connection's own list of people.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="cursor">The page, as the one before named it; null for the first.</param>
    /// <param name="reads">What they will be read for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What became of the page, and its successor's name; a reason where it could not be had, and is to be tried again.</returns>
    public async Task<(PrewarmTally Tally, string? Next, Reason Reason)> ListAsync(
        WorkspaceName workspace, string? cursor, ReadSet reads, CancellationToken cancellationToken) =>
        workspaces.Find(workspace) is { People: not null } home
            ? await prewarmer.ListAsync(home, cursor, reads, cancellationToken)
            : (new PrewarmTally(), null, Reason.NoConnection);
}
