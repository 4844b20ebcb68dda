using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Probing;

namespace Renderer.Profiles;

/// <summary>How this room does: for the readiness body and the banner.</summary>
public sealed class ProfilesHealth
{
    private readonly RedisLink link;
    private readonly ProfileWorkspaces workspaces;
    private readonly SharedClock clock;

    private readonly FreshnessFigures figures;

    internal ProfilesHealth(RedisLink link, ProfileWorkspaces workspaces, SharedClock clock, FreshnessFigures figures)
    {
        this.figures = figures;
        this.link = link;
        this.workspaces = workspaces;
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
}

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
