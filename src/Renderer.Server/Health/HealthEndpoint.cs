using System.Diagnostics.Metrics;
using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Profiles;

namespace Renderer.Server.Health;

/// <summary>Whether this node lives, and whether it can answer renders; a dead Redis, ledger or CRM degrades it and no more.</summary>
internal static class HealthEndpoint
{
    public static IResult Live() => Results.Json(new { status = "live" });

    public static IResult Ready(Readiness readiness, TemplateLibrary library, ProfilesHealth profiles, LedgerStore store)
    {
        var ledger = store.Health;
        if (readiness.State != "ready")
        {
            return Results.Json(new { status = readiness.State }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var broken = library.Workspaces.Sum(files => files.Broken.Count);
        var degraded = new List<string>();
        if (profiles.Redis == RedisState.Disconnected)
        {
            degraded.Add("redis");
        }

        if (profiles.CrmAnswers == false)
        {
            degraded.Add("crm");
        }

        var brokenConnections = profiles.Broken;
        if (brokenConnections.Count > 0)
        {
            degraded.Add("connections");
        }

        if (!ledger.Reachable)
        {
            degraded.Add("ledger");
        }

        if (broken > 0)
        {
            degraded.Add("templates");
        }

        return Results.Json(new
        {
            status = degraded.Count == 0 ? "ready" : "degraded",
            degraded,
            redis = profiles.Redis switch
            {
                RedisState.Connected => "connected",
                RedisState.Disconnected => "disconnected",
                _ => "not_configured",
            },
            crm = profiles.CrmAnswers switch
            {
                true => "answering",
                false => "failing",
                _ => "not_configured",
            },
            quotas = profiles.Quotas.Select(quota => new
            {
                workspace = quota.Workspace.ToString(),
                connection = quota.Connection,
                places = quota.Places,
                calls_today = quota.CallsToday,
                daily = quota.Daily,
                calls_per_hour = quota.PerHour is { } pace ? Math.Round(pace) : (double?)null,
                runs_out_at = quota.RunsOutAt,
                crm_limit = quota.ToldLimit,
                crm_remaining = quota.ToldRemaining,
            }),
            connections = brokenConnections.Select(each => new
            {
                workspace = each.Workspace.ToString(),
                connection = each.Connection,
                state = "broken",
                error = each.Error,
                since = each.Since,
                advice = each.Advice,
            }),
            ledger = ledger.Reachable ? "reachable" : "unreachable",
            event_to_fresh = profiles.EventToFresh is { } fresh
                ? new { p50_ms = Ms(fresh.Median), p99_ms = Ms(fresh.P99), age_ms = Ms(fresh.Age) }
                : null,
            templates = new { served = library.Workspaces.Sum(files => files.Templates.Count), broken },
        });
    }

    private static double Ms(TimeSpan span) => Math.Round(span.TotalMilliseconds, 1);
}

/// <summary>Where this node is in its life.</summary>
internal sealed class Readiness
{
    private static readonly Meter Meter = new("Renderer.Server");

    private volatile string state = "starting";

    public Readiness(TemplateLibrary library) => Meter.CreateObservableGauge(
        "renderer_templates_broken", () => library.Workspaces.Sum(files => files.Broken.Count), description: "Templates whose last good version, or none, is served.");

    /// <summary>"starting", "ready" or "draining".</summary>
    public string State => state;

    public void Ready() => state = "ready";

    public void Drain() => state = "draining";
}
