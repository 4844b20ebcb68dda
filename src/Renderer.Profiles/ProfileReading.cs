using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>What is known of a person for one render, and how good it is.</summary>
public sealed record ProfileReading
{
    /// <summary>Fresh, stale, missing or unavailable.</summary>
    public required ProfileState State { get; init; }

    /// <summary>The attributes; empty unless fresh or stale.</summary>
    public Profile Profile { get; init; } = Profile.Empty;

    /// <summary>The person's CRM id where it is known.</summary>
    public Identifier? Person { get; init; }

    /// <summary>All identifiers that the person is known by; empty where nobody is.</summary>
    public IReadOnlyList<Identifier> Names { get; init; } = [];

    /// <summary>The opaque names of all of <see cref="Names"/> under every listed key, the CRM id's newest first; empty where nobody is.</summary>
    public IReadOnlyList<string> OpaqueNames { get; init; } = [];

    /// <summary>The connection that the values came from; null when none was asked.</summary>
    public string? Source { get; init; }

    /// <summary>Time since the fetch of these values began; null without values.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Where each value comes from, by the attribute's name, as it was when this was read. Null without values.</summary>
    public Func<string, Lineage?>? Lineage { get; init; }

    /// <summary>The values that broke a rule when they were fetched, and are shown as their defaults.</summary>
    public IReadOnlyList<BadValue> Bad { get; init; } = [];

    /// <summary>Why it is not fresh; <see cref="Reason.None"/> when it is.</summary>
    public Reason Reason { get; init; }

    /// <summary>Which attributes are not fresh: none, those a change event named, or all.</summary>
    public ReadSet StaleAttributes { get; init; } = ReadSet.None;
}
