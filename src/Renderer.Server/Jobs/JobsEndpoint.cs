using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Problems;

namespace Renderer.Server.Jobs;

/// <summary><c>/v1/jobs</c>: how long pieces of work stand, and their end before their time.</summary>
internal static class JobsEndpoint
{
    public static IResult List(HttpContext http, JobDesk desk, ProfilePrewarm prewarm, TimeProvider clock) => Results.Json(new
    {
        jobs = desk.Of(http.Caller().Workspace).Select(job => JobJson.Show(job, desk.PaceOf(job.Id), prewarm, clock)),
    });

    public static async Task<IResult> GetAsync(string id, HttpContext http, JobDesk desk, JobBoard board, ProfilePrewarm prewarm, TimeProvider clock) =>
        await FindAsync(http.Caller().Workspace, id, desk, board, http.RequestAborted) is { } found
            ? Results.Json(JobJson.Show(found.Job, found.Pace, prewarm, clock))
            : Unknown;

    public static async Task<IResult> CancelAsync(string id, HttpContext http, JobDesk desk, JobBoard board, ProfilePrewarm prewarm, TimeProvider clock)
    {
        var workspace = http.Caller().Workspace;
        if (desk.Find(workspace, id) is { } mine)
        {
            return Results.Json(JobJson.Show(await desk.CancelAsync(mine), null, prewarm, clock));
        }

        if (await board.FindAsync(workspace, id, http.RequestAborted) is not { } found)
        {
            return Unknown;
        }

        await board.CancelAsync(found.Job); // its own node sees that with its next step
        return Results.Json(JobJson.Show(found.Job, found.Pace, prewarm, clock), statusCode: StatusCodes.Status202Accepted);
    }

    private static Problem Unknown => new(ProblemCode.NotFound, "There is no such job in this workspace, or it ended more than 7 days ago; GET /v1/jobs lists this node's.");

    private static async Task<(Job Job, double? Pace)?> FindAsync(
        WorkspaceName workspace, string id, JobDesk desk, JobBoard board, CancellationToken cancellationToken) =>
        desk.Find(workspace, id) is { } mine ? (mine, desk.PaceOf(id)) : await board.FindAsync(workspace, id, cancellationToken);
}
