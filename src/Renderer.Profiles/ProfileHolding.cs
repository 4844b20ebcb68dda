using Renderer.Model;

namespace Renderer.Profiles;

/// <summary>What is stored of a person: for the privacy route.</summary>
/// <param name="Person">The CRM's id.</param>
/// <param name="Profile">The attributes.</param>
/// <param name="Source">The connection that they came from.</param>
/// <param name="FetchedAt">When the fetch of these values began.</param>
/// <param name="Age">Time since then.</param>
/// <param name="State">Fresh or stale.</param>
/// <param name="Reason">Why it is stale; <see cref="Reason.None"/> when it is fresh.</param>
/// <param name="StaleAttributes">Which attributes are known to have changed, or all.</param>
public sealed record ProfileHolding(
    Identifier Person,
    Profile Profile,
    string Source,
    Instant FetchedAt,
    TimeSpan Age,
    ProfileState State,
    Reason Reason,
    ReadSet StaleAttributes)
{
    /// <summary>Where each attribute's value comes from.</summary>
    public IReadOnlyDictionary<string, Lineage> Lineage { get; init; } = new Dictionary<string, Lineage>();
}
