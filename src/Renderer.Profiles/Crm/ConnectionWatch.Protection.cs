using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Crm;

/// <summary>What is seen of how the CRM is protected.</summary>
internal sealed partial class ConnectionWatch
{
    /// <summary>What the connection's calls pass; made with its wire where nobody has made it before.</summary>
    public Gate? Gate { get; set; }

    /// <summary>A call waited to be let through, or was not.</summary>
    public void Waited(CrmPurpose purpose, TimeSpan took, bool passed)
    {
        var tags = Tags();
        tags.Add("purpose", purpose.Label());
        tags.Add("passed", passed);
        ProtectionMetrics.Waits.Record(took.TotalSeconds, tags);
    }

    /// <summary>So many calls may run at once now.</summary>
    public void Places(int limit) => ProtectionMetrics.Places.Record(limit, Tags());

    /// <summary>How the rate and the day stand.</summary>
    public void Counted(int inWindow, CallForecast day)
    {
        var tags = Tags();
        ProtectionMetrics.InWindow.Record(inWindow, tags);
        ProtectionMetrics.CallsToday.Record(day.Calls, tags);
        ProtectionMetrics.RunsOutAt.Record(day.RunsOutAt?.ToUnixTimeSeconds() ?? 0, tags);
        if (day.Most is { } most)
        {
            ProtectionMetrics.LeftToday.Record(Math.Max(0, most - day.Calls), tags);
        }

        if (day.RunsOutAt is { } at && IsDue("runs out"))
        {
            Log.RunsOut(logger, workspace, connection, day.Calls, at);
        }
    }

    /// <summary>Somebody was not asked for in time; so many wait for room now.</summary>
    /// <param name="waiting">How many wait.</param>
    /// <param name="kept">False: there were too many to keep this one.</param>
    public void PutOff(int waiting, bool kept)
    {
        ProtectionMetrics.Later.Record(waiting, Tags());
        if (!kept)
        {
            ProtectionMetrics.Dropped.Add(1, Tags());
        }
    }

    /// <summary>So many people went into one call.</summary>
    public void Gathered(int people) => ProtectionMetrics.Gathered.Record(people, Tags());

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "Connection {Connection} of workspace {Workspace} will have made its calls of the day by {At:u} at this pace ({Calls} so far). Prewarms stop first, then refreshes, sends last; raise daily in workspace.yaml where the CRM allows more, or fresh_for.")]
        public static partial void RunsOut(ILogger logger, WorkspaceName workspace, string connection, long calls, DateTimeOffset at);
    }
}
