using Renderer.Model;

namespace Renderer.Profiles.Marks;

/// <summary>All marks that concern one entry, together.</summary>
/// <param name="Person">Those under all names of the person.</param>
/// <param name="Name">Those under the name that was asked by.</param>
/// <param name="Everybody">Those of the whole workspace.</param>
/// <param name="Tags">The tags of an attribute.</param>
internal sealed record MarkSum(PersonMarks Person, PersonMarks Name, PersonMarks Everybody, Func<string, IReadOnlyList<string>> Tags)
{
    /// <summary>Nothing happened.</summary>
    public static readonly MarkSum None = new(PersonMarks.None, PersonMarks.None, PersonMarks.None, static _ => []);

    public Instant Gone => Person.Gone;

    /// <summary>When the name that was asked by may last have passed to somebody else.</summary>
    /// <param name="namedBy">The attributes whose value the name is.</param>
    public Instant Moved(ReadSet namedBy)
    {
        var moved = Name.Moved;
        foreach (var attribute in namedBy.Names)
        {
            moved = Instant.Later(moved, Of(attribute));
        }

        return moved;
    }

    /// <summary>When everything of this person last changed: a name that moved says as much.</summary>
    public Instant Wholly => Instant.Later(Instant.Later(Person.All, Person.Moved), Everybody.All);

    private bool HasAttributes => Person.Attributes.Count + Everybody.Attributes.Count > 0;

    /// <summary>When this attribute alone last changed, of this person or of everybody.</summary>
    public Instant Of(string attribute)
    {
        var latest = Instant.Never;
        foreach (var tag in HasAttributes ? Tags(attribute) : [])
        {
            latest = Instant.Later(latest, Instant.Later(Person.Of(tag), Everybody.Of(tag)));
        }

        return latest;
    }

    /// <summary>When anything that is read last changed.</summary>
    public Instant Last(ReadSet reads)
    {
        var last = Wholly;
        if (reads.All)
        {
            last = Instant.Later(last, Instant.Later(Person.LastAttribute, Everybody.LastAttribute));
        }

        foreach (var name in HasAttributes ? reads.Names.Items : [])
        {
            last = Instant.Later(last, Of(name));
        }

        return last;
    }

    /// <summary>Which of the attributes that are read changed at or after this instant.</summary>
    public ReadSet Changed(Instant since, ReadSet reads)
    {
        if (Last(reads) < since)
        {
            return ReadSet.None;
        }

        return Wholly >= since || reads.All
            ? ReadSet.Everything
            : new ReadSet(reads.Names.Where(name => Of(name) >= since));
    }
}
