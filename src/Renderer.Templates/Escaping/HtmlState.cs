namespace Renderer.Templates.Escaping;

/// <summary>The state of HTML at one point of a source.</summary>
internal record struct HtmlState
{
    public HtmlPhase Phase { get; set; }

    /// <summary>The element whose tag or raw text this is, in lower case.</summary>
    public string Name { get; set; }

    public bool IsEndTag { get; set; }

    /// <summary>The attribute, in lower case; empty where it depends on a branch.</summary>
    public string Attribute { get; set; }

    public AttributeKind Kind { get; set; }

    /// <summary>What closes the value; '\0' without quotes.</summary>
    public char Quote { get; set; }

    /// <summary>An attribute's address.</summary>
    public UrlState Url { get; set; }

    /// <summary>A style, in an attribute or an element.</summary>
    public CssState Css { get; set; }

    public RawKind Raw { get; set; }

    public JsonState Json { get; set; }

    /// <summary>A script's type as far as it is literal.</summary>
    public string ScriptType { get; set; }

    /// <summary>In the HTML of a conditional comment.</summary>
    public bool IsHidden { get; set; }

    /// <summary>How many elements of SVG and MathML are open, one in another; <see cref="MostForeign"/> where nobody knows, and for ever then.</summary>
    public int Foreign { get; set; }

    /// <summary>In SVG or MathML, where no element has raw text: references are resolved even in a style.</summary>
    public readonly bool IsForeign => Foreign > 0;

    /// <summary>Whether, and how, the tag was left at different places of it.</summary>
    public TagSplit Split { get; set; }

    /// <summary>The last characters of a comment, as far as they could begin its end or its condition.</summary>
    public string Tail { get; set; }

    /// <summary>Where what is open began, an offset in the source.</summary>
    public int Opened { get; set; }

    public const int MostForeign = 100;

    public static HtmlState Start => new() { Name = "", Attribute = "", ScriptType = "", Tail = "" };

    /// <summary>A source that is JSON from its start to its end: the text of an element that has no name, which nothing ends.</summary>
    public static HtmlState StartOfJson => Start with { Phase = HtmlPhase.RawText, Raw = RawKind.Json };

    /// <summary>The address that is open, in an attribute or in a style.</summary>
    public readonly UrlState OpenUrl => Kind == AttributeKind.Style || Phase == HtmlPhase.RawText ? Css.Url : Url;

    /// <summary>Nothing is open.</summary>
    public readonly bool IsContent => Phase == HtmlPhase.Content && !IsHidden;

    public readonly bool IsInTag => Phase is >= HtmlPhase.TagName and <= HtmlPhase.Value;

    /// <summary>For an author: "in the attribute 'href'".</summary>
    public override readonly string ToString()
    {
        var text = Phase switch
        {
            HtmlPhase.Content => "in content",
            HtmlPhase.RawText when Name.Length == 0 => Json.IsInString ? "within a quoted text" : "outside of quotes",
            HtmlPhase.RawText => $"in <{Name}>",
            HtmlPhase.TagOpen or HtmlPhase.EndTagOpen => "after '<'",
            HtmlPhase.Value when Attribute.Length > 0 => $"in the attribute '{Attribute}'",
            _ when IsInTag => $"in the tag <{(IsEndTag ? "/" : "")}{Name}>",
            HtmlPhase.Declaration or HtmlPhase.MarkupOpen or HtmlPhase.MarkupDash => "in a declaration '<! … >'",
            _ => "in a comment",
        };
        return IsHidden ? $"{text} of a conditional comment" : text;
    }
}
