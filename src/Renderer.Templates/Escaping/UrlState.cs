namespace Renderer.Templates.Escaping;

/// <summary>How far an address is written.</summary>
internal enum UrlPart
{
    Start,

    /// <summary>Letters that may yet become a scheme.</summary>
    Word,

    /// <summary>A value at the start, which may end in any part.</summary>
    AfterValue,

    /// <summary>A slash at the start.</summary>
    Slash,

    /// <summary>A scheme that is followed by a host.</summary>
    Scheme,
    SchemeSlash,
    Host,
    Path,
    Query,

    /// <summary>After mailto: and the like.</summary>
    Opaque,

    /// <summary>After javascript: and the like.</summary>
    Script,

    /// <summary>One of several, as branches go.</summary>
    Mixed,
}

/// <summary>The state of an address while its literal text is walked.</summary>
/// <param name="Part">How far it is.</param>
/// <param name="Word">What may become its scheme, in lower case.</param>
internal readonly record struct UrlState(UrlPart Part, string? Word = null)
{
    // What a client would run, or show as a page of its own.
    private static readonly string[] Scripts = ["javascript", "vbscript", "data", "livescript", "mocha", "jscript"];

    /// <summary>Where an output stands now; null where no value is safe.</summary>
    public PlaceKind? Place => Part switch
    {
        UrlPart.Start => PlaceKind.Url,
        UrlPart.Slash or UrlPart.Scheme or UrlPart.SchemeSlash or UrlPart.Host => PlaceKind.UrlHost,
        UrlPart.Word or UrlPart.AfterValue or UrlPart.Path => PlaceKind.UrlPath,
        UrlPart.Opaque => PlaceKind.UrlOpaque,
        UrlPart.Script => null,
        _ => PlaceKind.UrlQuery,
    };

    public UrlState AfterOutput() => Part switch
    {
        UrlPart.Start or UrlPart.Word => new(UrlPart.AfterValue),
        UrlPart.Slash or UrlPart.Scheme or UrlPart.SchemeSlash => new(UrlPart.Host),
        _ => this,
    };

    public UrlState Feed(char c)
    {
        // Clients drop these wherever they stand.
        if (c is '\t' or '\n' or '\r' || (Part == UrlPart.Start && c <= ' '))
        {
            return this;
        }

        return Part switch
        {
            UrlPart.Opaque when c == '?' => new(UrlPart.Query),
            UrlPart.Opaque or UrlPart.Query or UrlPart.Script => this,
            _ when c is '?' or '#' => new(UrlPart.Query),
            UrlPart.Mixed => this,
            UrlPart.Start => c is '/' or '\\' ? new(UrlPart.Slash) : c == ':' ? new(UrlPart.Path) : new(UrlPart.Word, char.ToLowerInvariant(c).ToString()),
            UrlPart.Word when c == ':' => AfterScheme(),
            UrlPart.Word when c is not ('/' or '\\') => Word!.Length > 16 ? this : new(UrlPart.Word, Word + char.ToLowerInvariant(c)),
            UrlPart.Slash or UrlPart.SchemeSlash => new(c is '/' or '\\' ? UrlPart.Host : UrlPart.Path),
            UrlPart.Scheme => new(c is '/' or '\\' ? UrlPart.SchemeSlash : UrlPart.Host),
            UrlPart.AfterValue when c is not ('/' or '\\' or ':') => this,
            UrlPart.Host when c is not ('/' or '\\') => this,
            _ => new(UrlPart.Path),
        };
    }

    /// <summary>The state after branches that end in two.</summary>
    public static UrlState Join(UrlState a, UrlState b) =>
        a == b ? a : new(a.Part == UrlPart.Script || b.Part == UrlPart.Script ? UrlPart.Script : UrlPart.Mixed);

    private UrlState AfterScheme() =>
        new(Word is "http" or "https" or "ftp" ? UrlPart.Scheme : Scripts.Contains(Word) ? UrlPart.Script : UrlPart.Opaque);
}
