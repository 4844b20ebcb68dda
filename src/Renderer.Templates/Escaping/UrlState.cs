namespace Renderer.Templates.Escaping;

/// <summary>How far an address is written.</summary>
internal enum UrlPart
{
    Start,

    /// <summary>Letters that may yet become a scheme.</summary>
    Word,

    /// <summary>One value at the start, perhaps with letters around it, which may end in any part.</summary>
    AfterValue,

    /// <summary>Several values at the start.</summary>
    AfterValues,

    /// <summary>One of several, as branches go; the scheme may yet come.</summary>
    Mixed,

    /// <summary>A slash at the start.</summary>
    Slash,

    /// <summary>A scheme that is followed by a host.</summary>
    Scheme,
    SchemeSlash,

    /// <summary>A host of which nothing, or on some way nothing, is written yet.</summary>
    HostStart,

    /// <summary>A host that is, or on some way is, one value alone.</summary>
    HostValue,
    Host,
    Path,
    Query,

    /// <summary>After mailto: and the like.</summary>
    Opaque,

    /// <summary>After javascript: and the like.</summary>
    Script,
}

/// <summary>The state of an address while its literal text is walked.</summary>
/// <param name="Part">How far it is.</param>
/// <param name="Word">The literal letters at its start, which may become its scheme; see <see cref="SchemeWords"/>.</param>
internal readonly record struct UrlState(UrlPart Part, string? Word = null)
{
    /// <summary>Where an output stands now; null where no value is safe.</summary>
    public PlaceKind? Place => Part switch
    {
        UrlPart.Start => PlaceKind.Url,
        >= UrlPart.Slash and <= UrlPart.Host => PlaceKind.UrlHost,
        UrlPart.Word or UrlPart.AfterValue or UrlPart.AfterValues or UrlPart.Path => PlaceKind.UrlPath,
        UrlPart.Opaque => PlaceKind.UrlOpaque,
        UrlPart.Script => null,
        _ => PlaceKind.UrlQuery,
    };

    /// <summary>An output here begins the address.</summary>
    public bool IsStart => Part is UrlPart.Start or UrlPart.Word;

    /// <summary>An output here begins a host that is empty without it.</summary>
    public bool IsHostStart => Part is >= UrlPart.Slash and <= UrlPart.HostStart;

    // A scheme may yet come.
    private bool IsOpen => Part <= UrlPart.Mixed;

    public UrlState AfterOutput() => Part switch
    {
        UrlPart.Start => new(UrlPart.AfterValue, ""),
        UrlPart.Word => new(UrlPart.AfterValue, Word),
        UrlPart.AfterValue => new(UrlPart.AfterValues),
        UrlPart.HostValue => new(UrlPart.Host),
        _ when IsHostStart => new(UrlPart.HostValue),
        _ => this,
    };

    /// <summary>What a literal character means for the values before it.</summary>
    public Notice? Means(char c) => Part switch
    {
        UrlPart.AfterValue when c == ':' => Notice.SchemeOfValue,
        UrlPart.AfterValues or UrlPart.Mixed when c == ':' => Notice.SchemeUnclear,
        UrlPart.HostValue => c is '/' or '\\' ? Notice.HostOfValue : Notice.HostGoesOn,
        _ => null,
    };

    public UrlState Feed(char c)
    {
        // Clients drop these wherever they stand.
        if (c is '\t' or '\n' or '\r' || (Part == UrlPart.Start && c <= ' '))
        {
            return this;
        }

        var isSlash = c is '/' or '\\';
        return Part switch
        {
            UrlPart.Opaque when c == '?' => new(UrlPart.Query),
            UrlPart.Opaque or UrlPart.Query or UrlPart.Script => this,
            _ when c is '?' or '#' => new(UrlPart.Query),
            UrlPart.Mixed => isSlash || c == ':' ? new(UrlPart.Query) : this,
            UrlPart.Start => isSlash ? new(UrlPart.Slash) : c == ':' ? new(UrlPart.Path) : new(UrlPart.Word, SchemeWords.Add("", c)),
            UrlPart.Word when c == ':' => new(SchemeWords.PartAfter(Word!)),
            UrlPart.AfterValue when c == ':' => new(SchemeWords.HasScript(Word!) ? UrlPart.Script : UrlPart.Path),
            UrlPart.Word or UrlPart.AfterValue when !isSlash => this with { Word = SchemeWords.Add(Word!, c) },
            UrlPart.AfterValues when !isSlash && c != ':' => this,
            UrlPart.Slash or UrlPart.SchemeSlash => new(isSlash ? UrlPart.HostStart : UrlPart.Path),
            UrlPart.Scheme => new(isSlash ? UrlPart.SchemeSlash : UrlPart.Host),

            // Clients take any number of slashes before a host.
            UrlPart.HostStart when isSlash => this,
            UrlPart.HostStart or UrlPart.HostValue or UrlPart.Host when !isSlash => new(UrlPart.Host),
            _ => new(UrlPart.Path),
        };
    }

    /// <summary>The state after branches that end in two.</summary>
    public static UrlState Join(UrlState a, UrlState b)
    {
        if (a == b)
        {
            return a;
        }

        var (first, last) = a.Part <= b.Part ? (a, b) : (b, a);
        return (first.Part, last.Part) switch
        {
            (_, UrlPart.Script) => last,
            (UrlPart.Word, UrlPart.Word) => SchemeWords.Join(a.Word!, b.Word!) is { } words ? new(UrlPart.Word, words) : new(UrlPart.Mixed),
            (UrlPart.AfterValue, UrlPart.AfterValue) => SchemeWords.Join(a.Word!, b.Word!) is { } words ? new(UrlPart.AfterValue, words) : new(UrlPart.AfterValues),
            (UrlPart.AfterValue, UrlPart.AfterValues) => last,
            (>= UrlPart.HostStart, <= UrlPart.Host) => first,
            _ => new(first.IsOpen ? UrlPart.Mixed : UrlPart.Query),
        };
    }
}
