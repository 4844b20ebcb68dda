using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>The one place that decides what is answered: fresh, else stale, else missing or unavailable.</summary>
internal static class Ladder
{
    /// <summary>Answers with the best that was found.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="failure">Why nothing newer could be had; <see cref="Reason.None"/> when nothing failed.</param>
    /// <param name="now">The shared time.</param>
    /// <param name="lineage">Tells where each value comes from.</param>
    public static ProfileReading Answer(Found found, Reason failure, Instant now, Func<string, Lineage?>? lineage)
    {
        var reading = Of(found, failure, now, lineage);
        ProfileMeters.Read(reading.State, reading.Reason);
        return reading;
    }

    /// <summary>The same, uncounted: for a part of an answer.</summary>
    public static ProfileReading Of(Found found, Reason failure, Instant now, Func<string, Lineage?>? lineage = null) =>
        found switch
        {
            { IsUsable: true, Entry.Kind: EntryKind.Nobody } =>
                new ProfileReading { State = ProfileState.Missing, Source = found.Entry.Source, Reason = Reason.ProfileMissing },
            { IsUsable: true } => new ProfileReading
            {
                State = found.IsFresh ? ProfileState.Fresh : ProfileState.Stale,
                Profile = new Profile(found.Entry!.Json),
                Person = Identifier.Id(found.Entry.Id),
                Names = found.Entry.Identifiers,
                OpaqueNames = found.Entry.Names,
                Source = found.Entry.Source,
                Age = AgeOf(found.Entry, now),
                Lineage = lineage,
                Reason = found.Verdict.Reason,
                Bad = found.Entry.Bad,
                StaleAttributes = found.Verdict.StaleAttributes,
            },
            _ => new ProfileReading { State = ProfileState.Unavailable, Reason = failure == Reason.None ? Reason.CrmTimeout : failure },
        };

    public static TimeSpan AgeOf(Entry entry, Instant now) => now > entry.Begun ? now - entry.Begun : TimeSpan.Zero;
}
