using Renderer.Model;

namespace Renderer.Profiles.Marks;

/// <summary>When what happened to one name of a person, as far as this node knows. Immutable; marks only ever grow later.</summary>
internal sealed record PersonMarks
{
    public static readonly PersonMarks None = new();

    /// <summary>More attributes than this in one change are everything.</summary>
    public const int AttributesKept = 32;

    // Under several keys an attribute has several tags. Beyond this a person has changed altogether: what is judged by a list stays short.
    private const int TagsKept = 64;

    /// <summary>Everything changed.</summary>
    public Instant All { get; init; }

    /// <summary>The name may belong to somebody else since.</summary>
    public Instant Moved { get; init; }

    /// <summary>The person is gone at the CRM.</summary>
    public Instant Deleted { get; init; }

    /// <summary>The person was erased here.</summary>
    public Instant Erased { get; init; }

    /// <summary>Somebody new exists: of the whole workspace only.</summary>
    public Instant Created { get; init; }

    /// <summary>Single attributes by their tags.</summary>
    public IReadOnlyList<(string Tag, Instant At)> Attributes { get; init; } = [];

    /// <summary>The board's term in which all of this name's marks were read from Redis; 0: never.</summary>
    public int ReadIn { get; init; }

    /// <summary>The last thing that happened.</summary>
    public Instant Latest
    {
        get
        {
            var latest = Instant.Later(Instant.Later(All, Moved), Instant.Later(Instant.Later(Deleted, Erased), Created));
            foreach (var (_, at) in Attributes)
            {
                latest = Instant.Later(latest, at);
            }

            return latest;
        }
    }

    /// <summary>Not to be shown when fetched before.</summary>
    public Instant Gone => Instant.Later(Deleted, Erased);

    /// <summary>Fields that were marked together.</summary>
    public static PersonMarks Of(IEnumerable<string> fields, Instant at) => fields.Aggregate(None, (marks, field) => marks.With(field, at));

    /// <summary>These marks with one more.</summary>
    public PersonMarks With(string field, Instant at) => field switch
    {
        MarkField.All => this with { All = Instant.Later(All, at) },
        MarkField.Moved => this with { Moved = Instant.Later(Moved, at) },
        MarkField.Deleted => this with { Deleted = Instant.Later(Deleted, at) },
        MarkField.Erased => this with { Erased = Instant.Later(Erased, at) },
        MarkField.Created => this with { Created = Instant.Later(Created, at) },
        _ => (this with { Attributes = Raised(field, at) }).Short(),
    };

    /// <summary>The later of each.</summary>
    public PersonMarks Merge(PersonMarks other)
    {
        var merged = this with
        {
            All = Instant.Later(All, other.All),
            Moved = Instant.Later(Moved, other.Moved),
            Deleted = Instant.Later(Deleted, other.Deleted),
            Erased = Instant.Later(Erased, other.Erased),
            Created = Instant.Later(Created, other.Created),
            ReadIn = Math.Max(ReadIn, other.ReadIn),
        };
        foreach (var (tag, at) in other.Attributes)
        {
            merged = merged.With(tag, at);
        }

        return merged;
    }

    // Whose names are among the attributes is not told apart any more, so they count as moved.
    private PersonMarks Short()
    {
        if (Attributes.Count <= TagsKept)
        {
            return this;
        }

        var latest = Attributes.Select(attribute => attribute.At).Aggregate(Instant.Later);
        return this with { All = Instant.Later(All, latest), Moved = Instant.Later(Moved, latest), Attributes = [] };
    }

    private List<(string, Instant)> Raised(string tag, Instant at)
    {
        var next = new List<(string, Instant)>(Attributes.Count + 1);
        var found = false;
        foreach (var (old, was) in Attributes)
        {
            found |= old == tag;
            next.Add((old, old == tag ? Instant.Later(was, at) : was));
        }

        if (!found)
        {
            next.Add((tag, at));
        }

        return next;
    }
}
