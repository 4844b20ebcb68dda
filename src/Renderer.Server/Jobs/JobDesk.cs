using System.Collections.Concurrent;
using System.Security.Cryptography;
using Renderer.Model;
using Renderer.Server.Health;
using Renderer.Server.Prewarm;

namespace Renderer.Server.Jobs;

/// <summary>This node's jobs: one at a time of each workspace, in the order that they came; those that a restart interrupted go on where they were.</summary>
internal sealed partial class JobDesk(
    JobFolder folder, JobBoard board, PrewarmRun prewarm, Readiness readiness, TimeProvider clock, ILogger<JobDesk> log) : BackgroundService
{
    /// <summary>Jobs of a workspace that have not ended.</summary>
    public const int MostOpen = 20;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Job> jobs = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> running = new();
    private readonly ConcurrentDictionary<string, PaceMeter> paces = new();
    private readonly SemaphoreSlim added = new(0);

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>Whether the workspace may begin one more.</summary>
    public bool HasRoom(WorkspaceName workspace) => Of(workspace).Count(job => !job.HasEnded) < MostOpen;

    /// <summary>This node's jobs of a workspace, the newest first.</summary>
    public IEnumerable<Job> Of(WorkspaceName workspace) =>
        jobs.Values.Where(job => job.Workspace == workspace.ToString()).OrderByDescending(job => job.CreatedAt);

    /// <summary>One of them; null when this node has none of that name.</summary>
    public Job? Find(WorkspaceName workspace, string id) =>
        jobs.TryGetValue(id, out var job) && job.Workspace == workspace.ToString() ? job : null;

    /// <summary>People a second that it does now; null before anybody knows.</summary>
    public double? PaceOf(string id) => paces.TryGetValue(id, out var pace) ? pace.PerSecond(clock.GetElapsedTime(0)) : null;

    public async Task AddAsync(Job job)
    {
        folder.Save(job);
        jobs[job.Id] = job;
        await board.ShowAsync(job, null);
        added.Release();
    }

    /// <summary>Ends a job; one that has ended stays as it is.</summary>
    public async Task<Job> CancelAsync(Job job)
    {
        // Ended first: a run that stops while its job has not ended is begun again.
        var ended = await SetAsync(job.Id, old => old.HasEnded ? old : old with { State = JobState.Cancelled, Reason = null, EndedAt = clock.GetUtcNow() });
        if (running.TryGetValue(job.Id, out var stop))
        {
            await stop.CancelAsync();
        }

        return ended;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var job in folder.Load())
        {
            if (job.EndedAt is { } ended && clock.GetUtcNow() - ended > Kept)
            {
                folder.Forget(job.Id);
            }
            else
            {
                jobs[job.Id] = job;
            }
        }

        while (readiness.State == "starting" && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookEvery / 10, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // templates are not there yet
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var first in jobs.Values.Where(job => !job.HasEnded).GroupBy(job => job.Workspace).Select(each => each.MinBy(job => job.CreatedAt)!))
            {
                if (!jobs.Values.Any(job => job.Workspace == first.Workspace && running.ContainsKey(job.Id)) && running.TryAdd(first.Id, new()))
                {
                    _ = RunAsync(first, stoppingToken);
                }
            }

            await ((Task)added.WaitAsync(LookEvery, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(Job job, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, running[job.Id].Token);
        var pace = paces[job.Id] = new PaceMeter();
        try
        {
            await foreach (var step in prewarm.RunAsync(job, stop.Token))
            {
                var done = (await SetAsync(job.Id, old => old.HasEnded ? old : step)).Done;
                pace.Hear(done, clock.GetElapsedTime(0));
                if (await board.IsCancelledAsync(job))
                {
                    await CancelAsync(job);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Cancelled, or the node stops: then it goes on at the next start.
        }
        catch (Exception bug)
        {
            Log.Broke(log, bug, job.Id);
            await SetAsync(job.Id, old => old with { State = JobState.Failed, Reason = "internal", EndedAt = clock.GetUtcNow() });
        }
        finally
        {
            running.TryRemove(job.Id, out _);
            added.Release();
        }
    }

    private async Task<Job> SetAsync(string id, Func<Job, Job> change)
    {
        Job next;
        lock (folder)
        {
            next = jobs[id] = change(jobs[id]);
            folder.Save(next);
        }

        await board.ShowAsync(next, PaceOf(id));
        return next;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Job {Job} met a fault of ours, and ends.")]
        public static partial void Broke(ILogger logger, Exception bug, string job);
    }
}
