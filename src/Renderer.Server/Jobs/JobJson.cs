using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Prewarm;

namespace Renderer.Server.Jobs;

/// <summary>A job as it is shown.</summary>
internal static class JobJson
{
    public static object Show(Job job, double? pace, ProfilePrewarm prewarm, TimeProvider clock)
    {
        _ = WorkspaceName.TryParse(job.Workspace, out var workspace);
        var lasted = ((job.EndedAt ?? clock.GetUtcNow()) - job.CreatedAt).TotalSeconds;
        var speed = job.HasEnded ? (lasted > 0 && job.Done > 0 ? job.Done / lasted : null) : pace;
        var left = job.Total - job.Done;
        var known = job.Done > 0 ? (job.Fresh + job.Fetched) / (double)job.Done : 0;
        var worth = HitRate.Of(job.Total ?? 0, known, speed ?? 0, prewarm.FreshFor(workspace), prewarm.MostPerSecond(workspace));
        return new
        {
            id = job.Id,
            kind = job.Kind,
            template = job.Template,
            list = job.OwnList ? "connection" : "upload",
            state = Label(job.State),
            reason = job.Reason,
            created_at = job.CreatedAt,
            ended_at = job.EndedAt,
            progress = new
            {
                total = job.Total,
                done = job.Done,
                share = job.Total is > 0 ? Math.Round(Math.Min(1, job.Done / (double)job.Total), 4) : (double?)null,
                fetched = job.Fetched,
                fresh = job.Fresh,
                missing = job.Missing,
                failed = job.Failed,
                faulty_lines = job.Faulty,
            },
            per_second = Rounded(speed),
            eta = !job.HasEnded && speed > 0 && left is { } rest ? clock.GetUtcNow().AddSeconds(Math.Min(rest / speed.Value, 1e8)) : (DateTimeOffset?)null,
            expected_hit_rate = worth.Expected is { } rate ? Math.Round(rate, 4) : (double?)null,
            send_rate = Rounded(worth.SendRate),
            send_rate_at_most = Rounded(worth.SendRateAtMost),
            send = worth.Expected is null ? null : worth.SendBeside ? "beside" : "after",
        };
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;

    private static string Label(JobState state) => state switch
    {
        JobState.Queued => "queued",
        JobState.Running => "running",
        JobState.Waiting => "waiting",
        JobState.Done => "done",
        JobState.Cancelled => "cancelled",
        _ => "failed",
    };
}
