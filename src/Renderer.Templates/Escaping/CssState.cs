namespace Renderer.Templates.Escaping;

/// <summary>What of a style is being written.</summary>
internal enum CssMode
{
    /// <summary>A selector, a property's name: whatever is no value.</summary>
    Name,
    Value,
    String,

    /// <summary>After "url(", before its first character.</summary>
    UrlOpen,
    Url,
    UrlString,
    Comment,
}

/// <summary>The state of a style while its literal text is walked.</summary>
internal readonly record struct CssState
{
    public CssMode Mode { get; init; }

    private const ulong LastThree = (1UL << 24) - 1;
    private const ulong LastSeven = (1UL << 56) - 1;
    private static readonly ulong Url3 = Packed("url");
    private static readonly ulong Import = Packed("@import");

    /// <summary>Where a string, an address or a comment goes back to.</summary>
    private CssMode Outer { get; init; }

    private char Quote { get; init; }

    /// <summary>Right behind a backslash, where no value is safe.</summary>
    public bool IsEscaping { get; init; }

    /// <summary>Since @import; what is quoted there is an address.</summary>
    private bool IsImport { get; init; }

    /// <summary>The last letters, in lower case, a byte each and the last one lowest; 0 for none. The longest that is looked for is "@import".</summary>
    private ulong Tail { get; init; }

    public UrlState Url { get; init; }

    /// <summary>In an address, or at its start.</summary>
    public bool IsUrl => Mode is CssMode.UrlOpen or CssMode.Url or CssMode.UrlString;

    /// <summary>Where an output stands now; null where no value is safe.</summary>
    public (PlaceKind? Kind, bool IsUrl) Place => Mode switch
    {
        _ when IsEscaping => (null, false),
        CssMode.Value => (PlaceKind.CssValue, false),
        CssMode.String => (PlaceKind.CssString, false),
        _ when IsUrl => (Url.Place, true),
        _ => (PlaceKind.CssName, false),
    };

    public CssState AfterOutput() => Mode switch
    {
        CssMode.UrlOpen => this with { Mode = CssMode.Url, Url = Url.AfterOutput() },
        CssMode.Url or CssMode.UrlString => this with { Url = Url.AfterOutput(), IsEscaping = false },
        _ => this with { Tail = 0, IsEscaping = false },
    };

    public CssState Feed(char c)
    {
        if (IsEscaping)
        {
            return this with { IsEscaping = false };
        }

        return Mode switch
        {
            CssMode.Comment => c == '/' && Tail == '*' ? Back() : this with { Tail = c == '*' ? '*' : 0UL },
            CssMode.String or CssMode.UrlString when c == Quote || c is '\n' or '\f' => Back(),
            _ when c == '\\' => this with { IsEscaping = true, Tail = 0 },
            CssMode.String => this,
            CssMode.UrlString => this with { Url = Url.Feed(c) },
            CssMode.UrlOpen when c is '"' or '\'' => this with { Mode = CssMode.UrlString, Quote = c },
            CssMode.UrlOpen when char.IsWhiteSpace(c) => this,
            CssMode.UrlOpen or CssMode.Url => c == ')' ? Back() : this with { Mode = CssMode.Url, Url = Url.Feed(c) },
            _ => Plain(c),
        };
    }

    /// <summary>The state after branches that end in two; null where they are too different.</summary>
    public static CssState? Join(CssState a, CssState b)
    {
        if (a.IsEscaping != b.IsEscaping || a.Quote != b.Quote)
        {
            return null;
        }

        var both = a with { Tail = 0, IsImport = a.IsImport || b.IsImport, Outer = a.Outer == b.Outer ? a.Outer : CssMode.Name };
        if (a.Mode == b.Mode)
        {
            return both with { Url = UrlState.Join(a.Url, b.Url) };
        }

        // An address whose first characters are those of a value is one without quotes.
        return a.Mode <= CssMode.Value && b.Mode <= CssMode.Value ? both with { Mode = CssMode.Name }
            : a.Mode is CssMode.UrlOpen or CssMode.Url && b.Mode is CssMode.UrlOpen or CssMode.Url ? both with { Mode = CssMode.Url, Url = UrlState.Join(a.Url, b.Url) }
            : null;
    }

    private static ulong Packed(string letters) => letters.Aggregate(0UL, (tail, c) => (tail << 8) | c);

    private CssState Back() => this with { Mode = Outer, Quote = default, Tail = 0, Url = default };

    private CssState Plain(char c) => c switch
    {
        '"' or '\'' => this with { Mode = IsImport ? CssMode.UrlString : CssMode.String, Outer = Mode, Quote = c, Tail = 0 },
        '*' when Tail == '/' => this with { Mode = CssMode.Comment, Outer = Mode, Tail = 0 },
        '(' when (Tail & LastThree) == Url3 => this with { Mode = CssMode.UrlOpen, Outer = Mode, Tail = 0 },
        ':' => this with { Mode = CssMode.Value, Tail = 0 },
        ';' or '{' or '}' => this with { Mode = CssMode.Name, Tail = 0, IsImport = false },
        '/' => this with { Tail = '/' },
        '@' => this with { Tail = '@' },
        _ when char.IsAsciiLetter(c) => Letter(char.ToLowerInvariant(c)),
        _ => Tail == 0 ? this : this with { Tail = 0 },
    };

    private CssState Letter(char c)
    {
        var tail = ((Tail << 8) | c) & LastSeven;
        return this with { Tail = tail, IsImport = IsImport || tail == Import };
    }
}
