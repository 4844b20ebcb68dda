using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Problems;

namespace Renderer.Server.Connections;

/// <summary><c>POST /v1/connections/{name}/test</c>: token, a read, attributes, quota, and how long each took.</summary>
internal static class ConnectionTestEndpoint
{
    public static async Task<IResult> HandleAsync(string name, HttpContext http, ConnectionProbe probe)
    {
        var report = await probe.TryAsync(http.Caller().Workspace, name, http.RequestAborted);
        return report switch
        {
            null => Unknown(),
            { Failed: { } step } => new Problem(ProblemCode.ConnectionFailed, report.Advice!)
            {
                More = ("test", new { step = Label(step), reason = report.Reason.Label(), error = report.Error, type = report.Type, way = report.Way, latency_ms = Latency(report) }),
            },
            _ => Results.Json(Show(name, report), JsonSerializerOptions.Web),
        };
    }

    public static Problem Unknown() => new(
        ProblemCode.ConnectionUnknown, "The workspace has no good connection of that name; see workspace.yaml, and the log of this node for what is wrong with it.");

    private static object Show(string name, ConnectionReport report) => new
    {
        connection = name,
        type = report.Type,
        ok = true,
        token = new { way = report.Way, changes = report.TokenChanges, scopes = report.Scope?.Split(' ', ','), ends_in_s = report.TokenEndsIn?.TotalSeconds is { } seconds ? Math.Floor(seconds) : (double?)null },
        attributes = new
        {
            count = report.Attributes,
            missing = report.Missing,
            detail = report.DescribeReason != Reason.None ? $"The CRM's description of its attributes could not be had ({report.DescribeReason.Label()}); nothing is known of missing ones."
                : report.Missing.Count > 0 ? "Templates read these, and the CRM has none by these names: correct attributes in workspace.yaml, or the templates."
                : null,
        },
        quota = report.Quota is { } quota ? new { limit = quota.Limit, remaining = quota.Remaining, window_s = quota.Window.TotalSeconds } : null,
        latency_ms = Latency(report),
    };

    private static Dictionary<string, double> Latency(ConnectionReport report) =>
        report.Latency.ToDictionary(step => Label(step.Step), step => Math.Round(step.Took.TotalMilliseconds, 1));

    private static string Label(ConnectionStep step) => step switch
    {
        ConnectionStep.Token => "token",
        ConnectionStep.Read => "read",
        _ => "describe",
    };
}
