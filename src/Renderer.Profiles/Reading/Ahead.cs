using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Marks;

namespace Renderer.Profiles.Reading;

/// <summary>Fetches those at once who change while they keep being asked for: whoever asks next finds them fresh, or on their way.</summary>
internal sealed class Ahead(ProfileStore store, Lookup lookup, Fetches fetches, SharedClock clock, TimeProvider time)
{
    /// <summary>Whoever was asked for so lately will be asked for again soon.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);

    /// <summary>More people in one message are an import: they are fetched when they are asked for.</summary>
    public const int Few = 16;

    /// <summary>Marks have been put on this node's board.</summary>
    public void Heard(Workspace workspace, IReadOnlyList<Mark> marks)
    {
        // People of several connections are read through each of them in turn.
        if (marks.Count > Few || workspace.Plan is not null || workspace.People is not { } crm)
        {
            return;
        }

        var since = time.GetTimestamp() - (long)(Lately.TotalSeconds * time.TimestampFrequency);
        foreach (var mark in marks)
        {
            if (store.InMemory(workspace.Name, [mark.Name])?.AskedSince(since) is { } question && !lookup.InMemory(workspace, question).IsFresh)
            {
                _ = FetchAsync(workspace, question, Budget.Start(time, crm.Settings.AttemptTimeout));
            }
        }
    }

    private async Task FetchAsync(Workspace workspace, Question question, Budget budget)
    {
        await OneReader.OutOfDoubtAsync(clock, time, budget);
        var fetch = fetches.JoinOrReserve(workspace, question, out var mine);
        if (mine)
        {
            // As for a message: one may join it while it is under way.
            await fetches.RunAsync(workspace, question, fetch, budget, Terms.Of(hasOld: true, budget), static found => found.IsFresh);
        }
    }
}
