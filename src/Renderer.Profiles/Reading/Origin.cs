using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Marks;

namespace Renderer.Profiles.Reading;

/// <summary>Stamps fetches with where and when they come from, and says whether a running one is worth waiting for.</summary>
internal sealed class Origin(SharedClock clock, Names names, BadValueCounts counts)
{
    /// <summary>Now, as the begin of a fetch.</summary>
    public Fetch.Start Now(Workspace workspace)
    {
        var (begun, matched) = clock.Stamp();
        return new(begun, workspace.Board.Life(matched));
    }

    /// <summary>Whether a value whose fetch started then could still be fresh when it comes.</summary>
    public bool CouldBeFresh(Workspace workspace, Question question, Fetch.Start? started)
    {
        if (started is null)
        {
            return true;
        }

        var everybody = workspace.Board.Find(Mark.Everybody) ?? PersonMarks.None;
        var marked = Instant.Later(Instant.Later(everybody.All, everybody.Created), everybody.LastAttribute);
        foreach (var name in question.Names)
        {
            if (workspace.Board.Find(name) is { } marks)
            {
                var sum = new MarkSum(marks, marks, PersonMarks.None, attribute => names.Tags(workspace.Name, attribute));
                marked = Instant.Later(marked, Instant.Later(marks.Gone, Instant.Later(sum.Last(question.Reads), sum.Moved(question.NamedBy))));
            }
        }

        var state = workspace.Board.State;
        return started.Begun > marked
            && (!workspace.Board.Connected(clock) || (started.Generation == state.Generation && started.Begun > state.Horizon));
    }

    /// <summary>An answer as it is stored; null when it is a failure.</summary>
    public Entry? Entry(Workspace workspace, Question question, Fetch fetch, CrmAnswer answer)
    {
        if (answer.Person is null && answer.Reason != Reason.ProfileMissing)
        {
            return null;
        }

        counts.Add(workspace.Name, workspace.People!.Settings.Name, answer.Person?.Values.Bad ?? []);
        var own = answer.Person is { } person ? person.Identifiers.Prepend(Identifier.Id(person.Id)).Select(workspace.Here).Append(question.Asked) : [question.Asked];
        Identifier[] identifiers = [.. own.Concat(question.Also ?? []).Distinct()];
        return new Entry
        {
            Kind = answer.Person is null ? EntryKind.Nobody : EntryKind.Person,
            Workspace = workspace.Name,
            Id = answer.Person?.Id ?? "",
            Identifiers = identifiers,
            Json = answer.Person?.Json ?? default,
            Bad = answer.Person?.Values.Bad ?? [],
            Covers = fetch.Reads,
            Begun = fetch.Started!.Begun,
            Generation = fetch.Started.Generation,
            Source = workspace.People!.Settings.Name,
            Shape = workspace.Shape,
            Names = names.Of(workspace.Name, identifiers),
        };
    }
}
