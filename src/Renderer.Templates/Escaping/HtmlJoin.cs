namespace Renderer.Templates.Escaping;

/// <summary>The state after branches that end in two.</summary>
internal static class HtmlJoin
{
    /// <summary>One state that both are; null where what follows would be read differently.</summary>
    public static HtmlState? Of(in HtmlState a, in HtmlState b)
    {
        if (a == b)
        {
            return a;
        }

        if (a.IsHidden != b.IsHidden)
        {
            return null;
        }

        if (IsEdge(a) && IsEdge(b))
        {
            return Edge(a, b);
        }

        if (a.Phase != b.Phase)
        {
            return null;
        }

        var both = a with { Tail = a.Tail == b.Tail ? a.Tail : "", Foreign = a.Foreign == b.Foreign ? a.Foreign : HtmlState.MostForeign };
        return a.Phase switch
        {
            HtmlPhase.Value => a.Quote == b.Quote && a.Kind == b.Kind && IsSame(a, b) && IsOneAttribute(a, b) && CssState.Join(a.Css, b.Css) is { } css
                ? both with { Css = css, Url = UrlState.Join(a.Url, b.Url) }
                : null,
            HtmlPhase.BeforeValue => IsSame(a, b) && IsOneAttribute(a, b) && AttributeKinds.Of(a.Name, a.Attribute) == AttributeKinds.Of(b.Name, b.Attribute) ? both : null,
            HtmlPhase.RawText => a.Name == b.Name && a.Raw == b.Raw && a.Json == b.Json && CssState.Join(a.Css, b.Css) is { } css ? both with { Css = css } : null,
            HtmlPhase.Comment => a.Tail != b.Tail && (MayClose(a.Tail) || MayClose(b.Tail)) ? null : both,
            _ => both,
        };
    }

    private static bool MayClose(string tail) => tail is [.., '-' or '!'] and not "<!--";

    // In a tag where an attribute may end and another begin.
    private static bool IsEdge(in HtmlState state) =>
        state.Phase is HtmlPhase.TagName or HtmlPhase.BeforeAttribute or HtmlPhase.AttributeName or HtmlPhase.AfterName
        || state is { Phase: HtmlPhase.Value, Quote: '\0' };

    // What comes next is read alike where it is white space or the tag's end; for anything else TagSplits looks.
    private static HtmlState? Edge(in HtmlState a, in HtmlState b)
    {
        if (!IsSame(a, b))
        {
            return null;
        }

        var split = (TagSplit)Math.Max((int)a.Split, (int)b.Split);
        if (a.Phase != b.Phase)
        {
            var isBetween = a.Phase is HtmlPhase.BeforeAttribute or HtmlPhase.AfterName && b.Phase is HtmlPhase.BeforeAttribute or HtmlPhase.AfterName;
            return Unknown(a, HtmlPhase.AfterName, isBetween && split != TagSplit.Word ? TagSplit.Equals : TagSplit.Word);
        }

        switch (a.Phase)
        {
            case HtmlPhase.Value:
                return a.Kind == b.Kind && IsOneAttribute(a, b) && CssState.Join(a.Css, b.Css) is { } css
                    ? a with { Css = css, Url = UrlState.Join(a.Url, b.Url) }
                    : Unknown(a, HtmlPhase.AfterName, TagSplit.Word);
            case HtmlPhase.TagName:
                return a with { Split = a.Name == b.Name ? split : TagSplit.Word };
            case HtmlPhase.BeforeAttribute:
                return Unknown(a, a.Phase, split);
            default:
                var isOneWord = a.Phase == HtmlPhase.AfterName || a.Attribute == b.Attribute;
                var next = isOneWord ? split : TagSplit.Word;
                return IsOneAttribute(a, b) && AttributeKinds.Of(a.Name, a.Attribute) == AttributeKinds.Of(b.Name, b.Attribute)
                    ? a with { Split = next }
                    : Unknown(a, a.Phase, next);
        }
    }

    private static HtmlState Unknown(in HtmlState state, HtmlPhase phase, TagSplit split) =>
        state with { Phase = phase, Attribute = "", Kind = AttributeKind.Unknown, Split = split };

    // What a script's attribute says, its type, decides what is inside.
    private static bool IsOneAttribute(in HtmlState a, in HtmlState b) => a.Attribute == b.Attribute || a.Name != "script";

    // Another name is another element, but what is inside is only read differently where one of them is special.
    private static bool IsSame(in HtmlState a, in HtmlState b) =>
        a.IsEndTag == b.IsEndTag && a.ScriptType == b.ScriptType && (a.Name == b.Name || (HtmlMachine.IsOrdinary(a.Name) && HtmlMachine.IsOrdinary(b.Name)));
}
