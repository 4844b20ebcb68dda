using Renderer.Model;

namespace Renderer.Profiles.Marks;

/// <summary>When what happened to one name of a person, as far as this node knows. Immutable; marks only ever grow later.</summary>
internal sealed record PersonMarks
{
    public static readonly PersonMarks None = new();

    /// <summary>More attributes than this in one change are everything.</summary>
    public const int AttributesKept = 32;

    // More than the properties that a CRM's people have (HubSpot: a thousand of one's own), twice while keys rotate: what nobody reads must
    // not add up to everything. Beyond this a person has changed altogether.
    private const int TagsKept = 4096;

    // What a name costs besides its tags, in tags: about 200 bytes to 100.
    private const int TagsOfAName = 2;

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

    /// <summary>Single attributes by their tags, in their ordinal order.</summary>
    public IReadOnlyList<(string Tag, Instant At)> Attributes { get; init; } = [];

    /// <summary>The board's term in which all of this name's marks were read from Redis; 0: never.</summary>
    public int ReadIn { get; init; }

    /// <summary>The last thing that happened.</summary>
    public Instant Latest
    {
        get
        {
            var latest = Instant.Later(Instant.Later(All, Moved), Instant.Later(Instant.Later(Deleted, Erased), Created));
            return Instant.Later(latest, LastAttribute);
        }
    }

    /// <summary>The last time that a single attribute changed.</summary>
    public Instant LastAttribute => Attributes.Select(attribute => attribute.At).Aggregate(Instant.Never, Instant.Later);

    /// <summary>What it takes of a board's capacity: 1 for each two tags beyond the first two.</summary>
    public int Weight => Math.Max(TagsOfAName, Attributes.Count) / TagsOfAName;

    /// <summary>When the attribute with this tag alone last changed.</summary>
    public Instant Of(string tag) => Find(tag) is var at and >= 0 ? Attributes[at].At : Instant.Never;

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

        var latest = LastAttribute;
        return this with { All = Instant.Later(All, latest), Moved = Instant.Later(Moved, latest), Attributes = [] };
    }

    private (string Tag, Instant At)[] Raised(string tag, Instant at)
    {
        var found = Find(tag);
        (string, Instant)[] next = found >= 0 ? [.. Attributes] : [.. Attributes.Take(~found), (tag, at), .. Attributes.Skip(~found)];
        if (found >= 0)
        {
            next[found] = (tag, Instant.Later(Attributes[found].At, at));
        }

        return next;
    }

    // Its index; where it is not there, the complement of where it would be.
    private int Find(string tag)
    {
        var (low, high) = (0, Attributes.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (string.CompareOrdinal(Attributes[middle].Tag, tag))
            {
                case 0:
                    return middle;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        return ~low;
    }
}
