namespace Renderer.Model;

/// <summary>How good one profile's values are, attribute by attribute: what decides on which rung something stands that reads them.</summary>
/// <param name="State">Fresh, stale, missing or unavailable.</param>
/// <param name="Reason">Why it is not fresh.</param>
public sealed record ProfileStanding(ProfileState State, Reason Reason = Reason.None)
{
    /// <summary>Every value is good.</summary>
    public static readonly ProfileStanding Good = new(ProfileState.Fresh);

    /// <summary>Time since the fetch of the values began; null where none were fetched.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>The attributes that are not fresh.</summary>
    public ReadSet Stale { get; init; } = ReadSet.None;

    /// <summary>The attributes that the request gave: always good.</summary>
    public ReadSet Given { get; init; } = ReadSet.None;

    /// <summary>Live, stale or default: what something that reads these attributes can be at best, and why.</summary>
    public (Outcome Outcome, Reason Reason) Of(ReadSet reads)
    {
        var open = reads.All ? !Given.All : reads.Names.Any(name => !Given.Reads(name));
        if (!open)
        {
            return (Outcome.Live, Reason.None);
        }

        if (State is ProfileState.Missing or ProfileState.Unavailable)
        {
            return (Outcome.Default, Reason);
        }

        var isStale = Stale.All || (reads.All ? !Stale.IsEmpty : reads.Names.Any(IsStale));
        return isStale ? (Outcome.Stale, Reason) : (Outcome.Live, Reason.None);
    }

    /// <summary>Whether this attribute's value is one that is not fresh.</summary>
    public bool IsStale(string attribute) => Stale.Reads(attribute) && !Given.Reads(attribute);
}
