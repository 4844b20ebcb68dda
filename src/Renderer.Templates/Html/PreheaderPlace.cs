namespace Renderer.Templates.Html;

/// <summary>Puts the preheader into HTML that has no place of its own for it, by offset: no other byte changes.</summary>
internal static class PreheaderPlace
{
    /// <summary>What stands before the preheader's text.</summary>
    public const string Before = "<div style=\"display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all\">";

    // Keeps clients from showing the mail's first words behind a short preheader.
    private static readonly string Padding = string.Concat(Enumerable.Repeat("&#847;&zwnj;&nbsp;", 60));

    /// <summary>What stands behind it.</summary>
    public static readonly string After = Padding + "</div>";

    /// <summary>The HTML with the hidden preheader first in its body.</summary>
    public static string Insert(string html, string preheader) => html.Insert(Find(html), Block(preheader));

    /// <summary>The hidden preheader.</summary>
    public static string Block(string preheader) => Before + HtmlText.Encode(preheader) + After;

    /// <summary>Behind the body's start tag of a template's source, where every mail of it has it; null where only the mail can tell.</summary>
    public static int? FindInSource(string source)
    {
        var scanner = new HtmlScanner(source, hasCode: true);
        while (scanner.Next(out var token))
        {
            if (token.Kind == HtmlTokenKind.Tag && HtmlScanner.IsTag(source.AsSpan(token.Start, token.Length), "<body"))
            {
                return token.End;
            }
        }

        return null;
    }

    /// <summary>Behind the body's start tag, and behind the condition that it stands in; without one behind the head, the html tag or the doctype, or at the start.</summary>
    public static int Find(string html)
    {
        var place = 0;
        var scanner = new HtmlScanner(html, hasCode: false);
        while (scanner.Next(out var token))
        {
            if (token.Kind != HtmlTokenKind.Tag)
            {
                continue;
            }

            var tag = html.AsSpan(token.Start, token.Length);
            if (HtmlScanner.IsTag(tag, "<body"))
            {
                return BehindCondition(html, token.End);
            }

            if (HtmlScanner.IsTag(tag, "<html") || HtmlScanner.IsTag(tag, "</head") || HtmlScanner.IsTag(tag, "<!doctype"))
            {
                place = token.End;
            }
        }

        return place;
    }

    // A body that Outlook does not see, as in <!--[if !mso]><!--><body><!--<![endif]-->, has another one beside it that it does.
    private static int BehindCondition(string html, int place)
    {
        var rest = html.AsSpan(place);
        var next = rest.TrimStart();
        var mark = next.StartsWith("<!--<![endif]-->", StringComparison.OrdinalIgnoreCase) ? "<!--<![endif]-->".Length
            : next.StartsWith("<![endif]>", StringComparison.OrdinalIgnoreCase) ? "<![endif]>".Length
            : 0;
        return mark == 0 ? place : place + (rest.Length - next.Length) + mark;
    }
}
