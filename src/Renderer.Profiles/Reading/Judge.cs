using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>
/// The one place that says how good a stored value is: from instants and marks alone, never from which cache answered.
/// Pure, so that a table can test it.
/// </summary>
internal static class Judge
{
    public static Verdict Of(Entry entry, Question question, in Policy policy, in Evidence seen) => entry.Kind switch
    {
        EntryKind.Person => OfPerson(entry, question, policy, seen),
        EntryKind.Nobody => OfNobody(entry, policy, seen),
        _ => Verdict.Unusable(Flaw.Foreign),
    };

    private static Verdict OfPerson(Entry entry, Question question, in Policy policy, in Evidence seen)
    {
        var begun = entry.Begun;
        var age = seen.Now - begun;

        // Begun by a clock that had not been compared with Redis': older than it says, compared with what other nodes have stamped.
        var unmatched = entry.Generation == 0 ? Policy.Unmatched : TimeSpan.Zero;
        var doubt = seen.Generation == 0 ? TimeSpan.Zero : unmatched;
        if (Since(begun - unmatched, seen.ErasedAt) || Since(begun - doubt, seen.Marks.Gone))
        {
            return Verdict.Unusable(Flaw.Gone);
        }

        if (!seen.ErasuresKnown || (seen.ErasuresLate && age > Policy.UnseenFor))
        {
            return Verdict.Unusable(Flaw.Unproven);
        }

        if (entry.Shape != policy.Shape || !entry.Has(question.Asked) || (question.Also is { } also && !entry.Has(also[0])))
        {
            return Verdict.Unusable(Flaw.Foreign);
        }

        if (!entry.Covers.Covers(question.Reads))
        {
            return Verdict.Unusable(Flaw.Lacks);
        }

        if (age > policy.StaleFor)
        {
            return Verdict.Unusable(Flaw.Old);
        }

        // Stale is a rung for the same person's old values, never for another person's.
        var settled = age > Policy.SettlingFor ? begun - policy.Settle : begun;
        if (question.Asked.Kind != Identifier.IdKind && Since(settled - doubt, seen.Marks.Moved(question.NamedBy)))
        {
            return Verdict.Unusable(Flaw.Moved);
        }

        var changed = seen.Marks.Changed(begun, question.Reads);
        if (!changed.IsEmpty)
        {
            return Verdict.Stale(Reason.Changed, changed);
        }

        if (!Seen(entry, age, seen))
        {
            return Verdict.Stale(Reason.Unverified, ReadSet.Everything);
        }

        var last = seen.Marks.Last(question.Reads);
        if (Since(settled, last))
        {
            return Verdict.Stale(Reason.Changed, seen.Marks.Changed(last, question.Reads));
        }

        return policy.Own is { } own ? OfAge(own.Expired(question.Reads, age))
            : age > policy.FreshFor ? Verdict.Stale(Reason.Expired, ReadSet.Everything)
            : Verdict.Fresh;
    }

    private static Verdict OfAge(ReadSet expired) => expired.IsEmpty ? Verdict.Fresh : Verdict.Stale(Reason.Expired, expired);

    private static Verdict OfNobody(Entry entry, in Policy policy, in Evidence seen)
    {
        var begun = entry.Begun;
        var age = seen.Now - begun;
        var last = Instant.Later(seen.Marks.Person.Latest, Instant.Later(seen.Marks.Everybody.All, seen.Marks.Everybody.Created));
        var settling = last != Instant.Never && begun - last <= policy.Settle;
        var holds = entry.Shape == policy.Shape
            && last < begun
            && Seen(entry, age, seen)
            && age <= (settling ? Policy.SettlingFor : policy.MissingFor);
        return holds ? Verdict.Fresh : Verdict.Unusable(Flaw.Ended);
    }

    private static bool Since(Instant from, Instant happened) => happened != Instant.Never && happened >= from;

    // Whether every change since the fetch began would be known. A begin that lies ahead was stamped by a clock that cannot be compared,
    // and so was one without a life once there is one here, or the other way round.
    private static bool Seen(Entry entry, TimeSpan age, in Evidence seen) =>
        age >= -Policy.UnseenFor
        && (seen.Connected
            ? entry.Generation == seen.Generation && entry.Begun > seen.Horizon && seen.MarksWhole
            : age <= Policy.UnseenFor && (entry.Generation == 0) == (seen.Generation == 0));
}
