using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Marks;

namespace Renderer.Profiles.Reading;

/// <summary>Gathers what is known of an entry at this instant, and has it judged.</summary>
internal sealed class Witness(SharedClock clock, Erasures erasures, Names names, RedisLink link)
{
    /// <summary>Judges a value.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="entry">The value; null: nothing was found.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="since">A value whose fetch began at or after this was fetched for this very reading: it is as old as it can be, and needs no proof that it was not erased before.</param>
    public Found Judge(Workspace workspace, Entry? entry, Question question, Instant? since = null)
    {
        if (entry is null)
        {
            return Found.Nothing;
        }

        var evidence = Gather(workspace, entry, question, since is { } start && entry.Begun >= start);
        return new(entry, Reading.Judge.Of(entry, question, Policy.Of(workspace), evidence));
    }

    /// <summary>Whether Redis must be asked for this entry's marks before it can be judged.</summary>
    public bool NeedsMarks(Workspace workspace, Entry entry)
    {
        var (_, _, readIn) = Marks(workspace, entry, null);
        var state = workspace.Board.State;
        return link.Up && entry.Begun < state.CompleteSince && readIn != state.Term;
    }

    /// <summary>The last event that may have changed an attribute of this person.</summary>
    public (Instant At, ChangeScope Scope) LastChange(Workspace workspace, Entry entry, string attribute)
    {
        var (person, name, _) = Marks(workspace, entry, null);
        var sum = new MarkSum(person, name, workspace.Board.Find(Mark.Everybody) ?? PersonMarks.None, each => names.Tags(workspace.Name, each));
        var (own, whole) = (sum.Of(attribute), sum.Wholly);
        return own == Instant.Never && whole == Instant.Never ? default
            : own >= whole ? (own, ChangeScope.Attribute)
            : (whole, ChangeScope.Person);
    }

    /// <summary>Tells of each attribute of a person where its value came from as of now, whenever it is asked; null where nobody was found.</summary>
    public Func<string, Lineage?>? LineageOf(Workspace workspace, Found found, Instant now) =>
        found is { IsUsable: true, Entry: { Kind: EntryKind.Person } entry } ? name => LineageOf(workspace, entry, found.Verdict, name, now) : null;

    /// <summary>Where one value comes from as of an instant: what changed later was not known then.</summary>
    public Lineage LineageOf(Workspace workspace, Entry entry, Verdict verdict, string name, Instant now)
    {
        var (at, scope) = LastChange(workspace, entry, name);
        (at, scope) = at > now ? default : (at, scope);
        return new(entry.Source, workspace.People!.Settings.Attributes.GetValueOrDefault(name)?.Property ?? name, entry.Begun)
        {
            Age = Ladder.AgeOf(entry, now),
            IsStale = verdict.StaleAttributes.Reads(name),
            ChangedAt = scope == ChangeScope.None ? null : at,
            Scope = scope,
            Bad = entry.Bad.Where(bad => bad.Attribute == name).Select(bad => (BadValue?)bad).FirstOrDefault(),
        };
    }

    private Evidence Gather(Workspace workspace, Entry entry, Question question, bool own)
    {
        // Marks first, the board's state after: see MarkBoard.
        var board = workspace.Board;
        var (person, name, readIn) = Marks(workspace, entry, question);
        var everybody = board.Find(Mark.Everybody);
        readIn = Math.Min(readIn, everybody?.ReadIn ?? 0);
        var state = board.State;
        var now = clock.Now;
        var matched = clock.Matched;
        var connected = matched && board.Connected(now);
        var sum = ReferenceEquals(person, PersonMarks.None) && everybody is null
            ? MarkSum.None
            : new MarkSum(person, name, everybody ?? PersonMarks.None, attribute => names.Tags(workspace.Name, attribute));
        return new(
            sum,
            entry.Begun >= state.CompleteSince || readIn == state.Term,
            connected,
            matched ? state.Generation : 0,
            state.Horizon,
            erasures.At(workspace, entry, question.Asked),
            own || erasures.Known,
            !own && link.Configured && !connected && erasures.AreLate,
            own ? entry.Begun : now);
    }

    private static (PersonMarks Person, PersonMarks Name, int ReadIn) Marks(Workspace workspace, Entry entry, Question? question)
    {
        var (person, name, readIn) = (PersonMarks.None, PersonMarks.None, int.MaxValue);
        foreach (var each in entry.Names)
        {
            var marks = workspace.Board.Find(each);
            readIn = Math.Min(readIn, marks?.ReadIn ?? 0);
            if (marks is not null)
            {
                person = ReferenceEquals(person, PersonMarks.None) ? marks : person.Merge(marks);
                name = question is not null && question.Names.Contains(each) ? name.Merge(marks) : name;
            }
        }

        return (person, name, readIn);
    }
}
