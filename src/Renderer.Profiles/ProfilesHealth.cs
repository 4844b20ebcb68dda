using System.Globalization;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles;

/// <summary>How this room does: for the readiness body and the banner.</summary>
public sealed class ProfilesHealth
{
    private readonly RedisLink link;
    private readonly ProfileWorkspaces workspaces;
    private readonly SharedClock clock;

    internal ProfilesHealth(RedisLink link, ProfileWorkspaces workspaces, SharedClock clock)
    {
        this.link = link;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    /// <summary>The state of Redis as the change events see it.</summary>
    public RedisState Redis =>
        !link.Configured ? RedisState.NotConfigured
        : link.Connection is { IsConnected: true } && workspaces.All.All(each => each.Board.Connected(clock.Now)) ? RedisState.Connected
        : RedisState.Disconnected;

    /// <summary>Whether every CRM answers, as far as is known; null where no workspace has one.</summary>
    public bool? CrmAnswers => workspaces.All.Select(each => each.People).OfType<ICrmConnection>().ToList() is { Count: > 0 } people
        ? people.TrueForAll(each => each.Trouble == Reason.None)
        : null;

    /// <summary>The lives of the marks that are followed, one a workspace: other values after Redis was emptied, restarted or failed over.</summary>
    public IReadOnlyDictionary<string, string> Generations => workspaces.All.ToDictionary(
        each => each.Name.ToString(), each => each.Board.State.Generation.ToString("x", CultureInfo.InvariantCulture));

    /// <summary>How far this node's idea of the shared time may be off.</summary>
    public TimeSpan ClockUncertainty => clock.Uncertainty;
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
