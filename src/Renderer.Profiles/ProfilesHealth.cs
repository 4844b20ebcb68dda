using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;
using Renderer.Profiles.Probing;
using Renderer.Profiles.Tokens;

namespace Renderer.Profiles;

/// <summary>How this room does: for the readiness body and the banner.</summary>
public sealed class ProfilesHealth
{
    private readonly RedisLink link;
    private readonly ProfileWorkspaces workspaces;
    private readonly TokenShelf shelf;
    private readonly SharedClock clock;

    private readonly FreshnessFigures figures;

    internal ProfilesHealth(RedisLink link, ProfileWorkspaces workspaces, TokenShelf shelf, SharedClock clock, FreshnessFigures figures)
    {
        this.figures = figures;
        this.link = link;
        this.workspaces = workspaces;
        this.shelf = shelf;
        this.clock = clock;
    }

    /// <summary>The state of Redis as the change events see it.</summary>
    public RedisState Redis =>
        !link.Configured ? RedisState.NotConfigured
        : link.Connection is { IsConnected: true } && workspaces.All.All(each => each.Board.Connected(clock)) ? RedisState.Connected
        : RedisState.Disconnected;

    /// <summary>How long changes took to be fresh on this node: median and 99th percentile of the last two minutes, and the age of the last; null before the first.</summary>
    public (TimeSpan Median, TimeSpan P99, TimeSpan Age)? EventToFresh => figures.Now;

    /// <summary>Whether every CRM answers, as far as is known; null where no workspace has one.</summary>
    public bool? CrmAnswers => workspaces.All.Where(each => each.Name != WorkspaceName.Probe).Select(each => each.People).OfType<ICrmConnection>().ToList() is { Count: > 0 } people
        ? people.TrueForAll(each => each.Trouble == Reason.None)
        : null;

    /// <summary>How the quotas of CRMs stand, of connections that have one to keep or are told of one.</summary>
    public IReadOnlyList<QuotaStanding> Quotas =>
    [
        .. from workspace in workspaces.All
           from connection in workspace.Connections.OfType<GatedConnection>()
           let day = connection.Gate.Day?.Forecast()
           where day is not null || connection.Quota is not null
           select new QuotaStanding(
               workspace.Name, connection.Settings.Name, connection.Gate.Limit, day?.Calls, day?.Most, day?.PerHour, day?.RunsOutAt,
               connection.Quota?.Limit, connection.Quota?.Remaining),
    ];

    /// <summary>The connections that get no token until somebody mends them.</summary>
    public IReadOnlyList<BrokenConnection> Broken =>
    [
        .. from workspace in workspaces.All
           from connection in workspace.Connections
           let name = connection.Settings.Name
           let guard = shelf.Find(workspace.Name, name)?.Guard
           let broken = guard?.Break
           where broken is not null
           select new BrokenConnection(workspace.Name, name, broken.Error, broken.Since, guard.Advise(broken.Error)),
    ];
}

/// <summary>How one connection's quota stands.</summary>
/// <param name="Workspace">Whose connection.</param>
/// <param name="Connection">Its name.</param>
/// <param name="Places">Calls that may run at once on this node, as the CRM bears them now.</param>
/// <param name="CallsToday">Calls of this day (UTC), of all nodes; null where nothing is set to count for.</param>
/// <param name="Daily">The daily budget; null: none is set.</param>
/// <param name="PerHour">The pace of the last quarter of an hour.</param>
/// <param name="RunsOutAt">When the budget will have run out at this pace; null: not today.</param>
/// <param name="ToldLimit">Calls in the tightest window that the CRM told of; null: it tells of none.</param>
/// <param name="ToldRemaining">What is left of it.</param>
public sealed record QuotaStanding(
    WorkspaceName Workspace,
    string Connection,
    int Places,
    long? CallsToday,
    long? Daily,
    double? PerHour,
    DateTimeOffset? RunsOutAt,
    long? ToldLimit,
    long? ToldRemaining);

/// <summary>A connection that gets no token until somebody mends it.</summary>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Connection">Its name.</param>
/// <param name="Error">OAuth's code for it, or <c>consent_needed</c>.</param>
/// <param name="Since">When it was noticed.</param>
/// <param name="Advice">What to do.</param>
public sealed record BrokenConnection(WorkspaceName Workspace, string Connection, string Error, DateTimeOffset Since, string Advice);

/// <summary>The state of Redis.</summary>
public enum RedisState
{
    /// <summary>In memory, one node: fine.</summary>
    NotConfigured,

    /// <summary>Change events of every node arrive.</summary>
    Connected,

    /// <summary>Change events may be missed; values older than 2 s are fetched again.</summary>
    Disconnected,
}
