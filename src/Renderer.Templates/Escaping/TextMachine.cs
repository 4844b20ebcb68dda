using System.Net;

namespace Renderer.Templates.Escaping;

/// <summary>Walks what has a grammar of its own inside HTML: attribute values, and the text of style and script.</summary>
internal static class TextMachine
{
    /// <summary>A stretch of an attribute's value.</summary>
    public static void Value(ref HtmlState state, string text, Action onScheme)
    {
        if (state.Kind is AttributeKind.Url or AttributeKind.UrlList or AttributeKind.Style)
        {
            foreach (var c in WebUtility.HtmlDecode(text))
            {
                Feed(ref state, c, onScheme);
            }
        }
        else if (state is { Name: "script", Attribute: "type" })
        {
            state.ScriptType += text;
        }
    }

    /// <summary>A stretch of raw text, its end tag perhaps in it; the result is where to go on.</summary>
    public static int Raw(ref HtmlState state, string text, int from, int until, Action onScheme)
    {
        var mark = "</" + state.Name;
        var end = EndTag(text, mark, from, until);
        for (var i = from; i < end; i++)
        {
            if (state.Raw == RawKind.Css)
            {
                Css(ref state, text[i], onScheme);
            }
            else if (state.Raw == RawKind.Json)
            {
                state.Json = state.Json.Feed(text[i]);
            }
        }

        if (end == until)
        {
            return until;
        }

        (state.Phase, state.IsEndTag, state.Attribute) = (HtmlPhase.TagName, true, "");
        return end + mark.Length;
    }

    private static int EndTag(string text, string mark, int from, int until)
    {
        while (text.IndexOf(mark, from, until - from, StringComparison.OrdinalIgnoreCase) is var at && at >= 0)
        {
            from = at + mark.Length;
            if (from >= until || text[from] is ' ' or '\t' or '\n' or '\r' or '\f' or '/' or '>')
            {
                return at;
            }
        }

        return until;
    }

    private static void Feed(ref HtmlState state, char c, Action onScheme)
    {
        if (state.Kind == AttributeKind.Style)
        {
            Css(ref state, c, onScheme);
            return;
        }

        // Another address begins.
        if (state.Kind == AttributeKind.UrlList && (char.IsWhiteSpace(c) || c is ',' or ';'))
        {
            state.Url = default;
            return;
        }

        if (c == ':' && state.Url.Part == UrlPart.AfterValue)
        {
            onScheme();
        }

        state.Url = state.Url.Feed(c);
    }

    private static void Css(ref HtmlState state, char c, Action onScheme)
    {
        if (c == ':' && state.Css is { Mode: CssMode.Url or CssMode.UrlString, Url.Part: UrlPart.AfterValue })
        {
            onScheme();
        }

        state.Css = state.Css.Feed(c);
    }
}
