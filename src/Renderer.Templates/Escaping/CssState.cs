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

    /// <summary>Where a string, an address or a comment goes back to.</summary>
    private CssMode Outer { get; init; }

    private char Quote { get; init; }

    private bool IsEscaping { get; init; }

    /// <summary>Since @import; what is quoted there is an address.</summary>
    private bool IsImport { get; init; }

    /// <summary>The last letters, in lower case.</summary>
    private string? Tail { get; init; }

    public UrlState Url { get; init; }

    /// <summary>Where an output stands now; null where no value is safe.</summary>
    public (PlaceKind? Kind, bool IsUrl) Place => Mode switch
    {
        CssMode.Value => (PlaceKind.CssValue, false),
        CssMode.String => (PlaceKind.CssString, false),
        CssMode.UrlOpen or CssMode.Url or CssMode.UrlString => (Url.Place, true),
        _ => (PlaceKind.CssName, false),
    };

    public CssState AfterOutput() => Mode switch
    {
        CssMode.UrlOpen => this with { Mode = CssMode.Url, Url = Url.AfterOutput() },
        CssMode.Url or CssMode.UrlString => this with { Url = Url.AfterOutput() },
        _ => this with { Tail = null, IsEscaping = false },
    };

    public CssState Feed(char c)
    {
        if (IsEscaping)
        {
            return this with { IsEscaping = false };
        }

        return Mode switch
        {
            CssMode.Comment => c == '/' && Tail == "*" ? Back() : this with { Tail = c == '*' ? "*" : null },
            CssMode.String or CssMode.UrlString when c == Quote || c is '\n' or '\f' => Back(),
            _ when c == '\\' => this with { IsEscaping = true, Tail = null },
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
        if (a.Mode != b.Mode && a.Mode <= CssMode.Value && b.Mode <= CssMode.Value)
        {
            return a with { Mode = CssMode.Name, Tail = null, IsImport = a.IsImport || b.IsImport, IsEscaping = false };
        }

        return a.Mode != b.Mode || a.Quote != b.Quote ? null : a with { Url = UrlState.Join(a.Url, b.Url), Tail = null, IsImport = a.IsImport || b.IsImport };
    }

    private CssState Back() => this with { Mode = Outer, Quote = default, Tail = null, Url = default };

    private CssState Plain(char c) => c switch
    {
        '"' or '\'' => this with { Mode = IsImport ? CssMode.UrlString : CssMode.String, Outer = Mode, Quote = c, Tail = null },
        '*' when Tail == "/" => this with { Mode = CssMode.Comment, Outer = Mode, Tail = null },
        '(' when Tail?.EndsWith("url", StringComparison.Ordinal) == true => this with { Mode = CssMode.UrlOpen, Outer = Mode, Tail = null },
        ':' => this with { Mode = CssMode.Value, Tail = null },
        ';' or '{' or '}' => this with { Mode = CssMode.Name, Tail = null, IsImport = false },
        '/' => this with { Tail = "/" },
        '@' => this with { Tail = "@" },
        _ when char.IsAsciiLetter(c) => Letter(char.ToLowerInvariant(c)),
        _ => Tail is null ? this : this with { Tail = null },
    };

    private CssState Letter(char c)
    {
        // The longest that is looked for is "@import".
        var tail = Tail is null ? c.ToString() : (Tail.Length < 7 ? Tail : Tail[1..]) + c;
        return this with { Tail = tail, IsImport = IsImport || tail == "@import" };
    }
}
