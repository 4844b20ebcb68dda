using System.Text.RegularExpressions;

namespace Renderer.Templates.Html;

/// <summary>Puts the preheader into HTML that has no place of its own for it, by offset: no other byte changes.</summary>
internal static partial class PreheaderPlace
{
    // Keeps clients from showing the mail's first words behind a short preheader.
    private static readonly string Padding = string.Concat(Enumerable.Repeat("&#847;&zwnj;&nbsp;", 60));

    /// <summary>The HTML with the hidden preheader first in its body.</summary>
    public static string Insert(string html, string preheader)
    {
        var block = "<div style=\"display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all\">"
            + HtmlText.Encode(preheader) + Padding + "</div>";
        return html.Insert(Find(html), block);
    }

    /// <summary>Behind the body's start tag; without one behind the head, the html tag or the doctype, or at the start.</summary>
    public static int Find(string html)
    {
        var place = 0;
        foreach (var match in Token().EnumerateMatches(html))
        {
            var token = html.AsSpan(match.Index, match.Length);
            if (IsTag(token, "<body"))
            {
                return match.Index + match.Length;
            }

            if (IsTag(token, "<html") || IsTag(token, "</head") || IsTag(token, "<!doctype"))
            {
                place = match.Index + match.Length;
            }
        }

        return place;
    }

    private static bool IsTag(ReadOnlySpan<char> token, string name) =>
        token.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (token.Length == name.Length || !char.IsLetterOrDigit(token[name.Length]));

    // Comments, elements whose content is text, and tags, whose quoted attributes may hold '>'.
    [GeneratedRegex("""<!--.*?(-->|\z)|<(style|script|title|textarea)\b.*?(</\2\s*>|\z)|<[!/]?[a-z](?:"[^"]*"|'[^']*'|[^'">])*>""", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
