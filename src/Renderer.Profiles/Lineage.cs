using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>Where one value comes from.</summary>
/// <param name="Connection">The connection that gave it.</param>
/// <param name="Field">The CRM's name of it.</param>
/// <param name="FetchedAt">When its fetch began.</param>
public sealed record Lineage(string Connection, string Field, Instant FetchedAt)
{
    /// <summary>Time since then.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>It is past its freshness, or known to have changed.</summary>
    public bool IsStale { get; init; }

    /// <summary>The last event that may have changed it, as far as this node knows; null for none.</summary>
    public Instant? ChangedAt { get; init; }

    /// <summary>What that event named.</summary>
    public ChangeScope Scope { get; init; }

    /// <summary>The rule that the CRM's value broke, so that this is its default; null: it is the CRM's own.</summary>
    public BadValue? Bad { get; init; }
}

/// <summary>What a change event named.</summary>
public enum ChangeScope
{
    /// <summary>No event is known.</summary>
    None,

    /// <summary>This attribute.</summary>
    Attribute,

    /// <summary>The person, or everybody.</summary>
    Person,
}
