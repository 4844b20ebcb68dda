namespace Renderer.Templates.Escaping;

/// <summary>Walks what has a grammar of its own inside HTML: attribute values, and the text of style and script.</summary>
internal static class TextMachine
{
    private const int MostLetters = 200;
    private static readonly string Unknown = new('?', MostLetters);

    /// <summary>A stretch of an attribute's value.</summary>
    /// <param name="state">The state before it, then after it.</param>
    /// <param name="text">The stretch.</param>
    /// <param name="isOpen">The value goes on behind it.</param>
    /// <param name="say">Told what the text means for what is before it.</param>
    public static void Value(ref HtmlState state, string text, bool isOpen, Action<Notice> say)
    {
        if (state.Kind is AttributeKind.Url or AttributeKind.UrlList or AttributeKind.Style)
        {
            if (isOpen && References.IsOpen(text))
            {
                say(Notice.ReferenceOpen);
            }

            foreach (var c in References.Resolve(text))
            {
                Feed(ref state, c, say);
            }
        }
        else if (state is { Name: "script", Attribute: "type" })
        {
            // What is longer is no type that means something.
            state.ScriptType = state.ScriptType.Length + text.Length <= MostLetters ? state.ScriptType + text : Unknown;
        }
    }

    /// <summary>A stretch of raw text, its end tag perhaps in it; the result is where to go on.</summary>
    public static int Raw(ref HtmlState state, string text, int from, int until, Action<Notice> say)
    {
        var mark = "</" + state.Name;
        var end = state.Name.Length == 0 ? until : EndTag(text, mark, from, until);
        for (var i = from; i < end; i++)
        {
            if (state.Raw == RawKind.Css)
            {
                Css(ref state, text[i], say);
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

    private static void Feed(ref HtmlState state, char c, Action<Notice> say)
    {
        if (state.Kind == AttributeKind.Style)
        {
            Css(ref state, c, say);
            return;
        }

        // Another address begins.
        if (state.Kind == AttributeKind.UrlList && (char.IsWhiteSpace(c) || c is ',' or ';'))
        {
            state.Url = default;
            say(Notice.AddressBegins);
            return;
        }

        Url(state.Url, c, say);
        state.Url = state.Url.Feed(c);
    }

    private static void Css(ref HtmlState state, char c, Action<Notice> say)
    {
        var wasUrl = state.Css.IsUrl;
        var before = state.Css.Url;
        state.Css = state.Css.Feed(c);
        if (!wasUrl && state.Css.IsUrl)
        {
            say(Notice.AddressBegins);
        }
        else if (state.Css.Url != before)
        {
            Url(before, c, say);
        }
    }

    private static void Url(UrlState before, char c, Action<Notice> say)
    {
        if (before.Means(c) is { } notice)
        {
            say(notice);
        }
    }
}
