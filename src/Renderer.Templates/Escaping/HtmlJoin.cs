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

        var both = a with { Tail = a.Tail == b.Tail ? a.Tail : "", IsForeign = a.IsForeign || b.IsForeign };
        return a.Phase switch
        {
            HtmlPhase.Value => a.Quote == b.Quote && a.Kind == b.Kind && IsSame(a, b) && CssState.Join(a.Css, b.Css) is { } css
                ? both with { Css = css, Url = UrlState.Join(a.Url, b.Url) }
                : null,
            HtmlPhase.BeforeValue => IsSame(a, b) && AttributeKinds.Of(a.Name, a.Attribute) == AttributeKinds.Of(b.Name, b.Attribute) ? both : null,
            HtmlPhase.RawText => a.Name == b.Name && a.Raw == b.Raw && a.Json == b.Json && CssState.Join(a.Css, b.Css) is { } css ? both with { Css = css } : null,
            _ => both,
        };
    }

    // In a tag where an attribute may end and another begin.
    private static bool IsEdge(in HtmlState state) =>
        state.Phase is HtmlPhase.TagName or HtmlPhase.BeforeAttribute or HtmlPhase.AttributeName or HtmlPhase.AfterName
        || state is { Phase: HtmlPhase.Value, Quote: '\0' };

    private static HtmlState? Edge(in HtmlState a, in HtmlState b)
    {
        if (!IsSame(a, b))
        {
            return null;
        }

        if (a.Phase == b.Phase && a.Phase is HtmlPhase.Value && a.Kind == b.Kind && CssState.Join(a.Css, b.Css) is { } css)
        {
            return a with { Css = css, Url = UrlState.Join(a.Url, b.Url) };
        }

        var isOneName = a.Phase == b.Phase && (a.Attribute == b.Attribute || AttributeKinds.Of(a.Name, a.Attribute) == AttributeKinds.Of(b.Name, b.Attribute));
        return isOneName ? a : a with { Phase = HtmlPhase.AfterName, Attribute = "", Kind = AttributeKind.Unknown };
    }

    // Another name is another element, but what is inside is only read differently where one of them is special.
    private static bool IsSame(in HtmlState a, in HtmlState b) =>
        a.IsEndTag == b.IsEndTag && a.ScriptType == b.ScriptType && (a.Name == b.Name || (HtmlMachine.IsOrdinary(a.Name) && HtmlMachine.IsOrdinary(b.Name)));
}
