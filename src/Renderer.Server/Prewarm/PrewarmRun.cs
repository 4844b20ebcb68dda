using System.Globalization;
using System.Runtime.CompilerServices;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Jobs;

namespace Renderer.Server.Prewarm;

/// <summary>Goes through a prewarm's list. Each step is a state to go on from exactly: what it counts is what lies before its place.</summary>
internal sealed class PrewarmRun(JobFolder folder, TemplateLibrary library, ProfilePrewarm prewarm, TimeProvider clock)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>An error so often, while the CRM answers others, stays.</summary>
    private const int MostErrors = 3;

    /// <summary>Runs a job from its place on, and says how it stands after each step.</summary>
    public IAsyncEnumerable<Job> RunAsync(Job job, CancellationToken cancellationToken)
    {
        _ = WorkspaceName.TryParse(job.Workspace, out var workspace);
        return library.Find(workspace, job.Template, null).Template is not { Reads: var reads } ? FailAsync(job, "template_unknown")
            : job.OwnList ? RunOwnAsync(job, workspace, reads, cancellationToken)
            : RunListAsync(job, workspace, reads, cancellationToken);
    }

    private async IAsyncEnumerable<Job> RunListAsync(
        Job job, WorkspaceName workspace, ReadSet reads, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, skip) = PlaceOf(job.At);
        await foreach (var (block, next) in folder.ReadListAsync(job.Id, from))
        {
            if (block is null)
            {
                yield return Ended(job, JobState.Failed, "list_unreadable");
                yield break;
            }

            foreach (var people in block.Skip(skip).Chunk(Math.Max(1, prewarm.AtOnce(workspace))))
            {
                var tally = new PrewarmTally(NotYet: people);
                var errors = 0;
                while (tally.NotYet is { Count: > 0 } left)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    tally = tally with { NotYet = [], Reason = Reason.None } + await prewarm.FetchAsync(workspace, left, reads, cancellationToken);
                    errors += tally.Reason == Reason.CrmError && prewarm.Answers(workspace) ? 1 : 0;
                    if (tally.NotYet is { Count: > 0 } wrong && errors == MostErrors)
                    {
                        tally = tally with { Failed = tally.Failed + wrong.Count, NotYet = [] };
                    }
                    else if (tally.NotYet is { Count: > 0 })
                    {
                        yield return job with { State = JobState.Waiting, Reason = (tally.Reason == Reason.None ? Reason.CrmLimited : tally.Reason).Label() };
                        await Task.Delay(TryAgain, clock, cancellationToken);
                    }
                }

                skip += people.Length;
                job = With(job, tally, people.Length) with { At = string.Create(CultureInfo.InvariantCulture, $"{from}:{skip}") };
                yield return job;
            }

            (from, skip) = (next, 0);
            job = job with { At = string.Create(CultureInfo.InvariantCulture, $"{from}:0") };
        }

        yield return Ended(job, JobState.Done, null);
    }

    private async IAsyncEnumerable<Job> RunOwnAsync(
        Job job, WorkspaceName workspace, ReadSet reads, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (tally, next, reason) = await prewarm.ListAsync(workspace, job.At, reads, cancellationToken);
            if (reason != Reason.None)
            {
                yield return job with { State = JobState.Waiting, Reason = reason.Label() };
                await Task.Delay(TryAgain, clock, cancellationToken);
                continue;
            }

            job = With(job, tally, tally.Fetched) with { At = next };
            if (next is null)
            {
                yield return Ended(job with { Total = job.Done }, JobState.Done, null);
                yield break;
            }

            yield return job;
        }
    }

    private async IAsyncEnumerable<Job> FailAsync(Job job, string why)
    {
        await Task.CompletedTask;
        yield return Ended(job, JobState.Failed, why);
    }

    // Who is named twice is done twice, and found the second time.
    private static Job With(Job job, PrewarmTally tally, int people) => job with
    {
        State = JobState.Running,
        Reason = null,
        Fresh = job.Fresh + tally.Fresh + Math.Max(0, people - tally.Fresh - tally.Fetched - tally.Missing - tally.Failed),
        Fetched = job.Fetched + tally.Fetched,
        Missing = job.Missing + tally.Missing,
        Failed = job.Failed + tally.Failed,
    };

    private Job Ended(Job job, JobState state, string? why) => job with { State = state, Reason = why, EndedAt = clock.GetUtcNow() };

    private static (long From, int Skip) PlaceOf(string? at)
    {
        var parts = (at ?? "0:0").Split(':');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
