namespace Renderer.Profiles;

/// <summary>How this room does: for the readiness body and the banner.</summary>
public sealed class ProfilesHealth
{
    /// <summary>The state of Redis as the change events see it.</summary>
    public RedisState Redis => throw new NotSupportedException();

    /// <summary>How far this node's idea of the shared time may be off.</summary>
    public TimeSpan ClockUncertainty => throw new NotSupportedException();
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
