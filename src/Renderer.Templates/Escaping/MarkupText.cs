using System.Net;
using System.Text;
using Renderer.Templates.Html;

namespace Renderer.Templates.Escaping;

/// <summary>The text of HTML, as it is where markup cannot stand: tags and comments left out, references resolved.</summary>
internal static class MarkupText
{
    public static string Of(string html)
    {
        if (html.AsSpan().IndexOfAny('<', '&') < 0)
        {
            return html;
        }

        var text = new StringBuilder(html.Length);
        var from = 0;
        var scanner = new HtmlScanner(html, hasCode: false);
        while (scanner.Next(out var token))
        {
            text.Append(WebUtility.HtmlDecode(html[from..token.Start]));
            from = token.End;
        }

        return text.Append(WebUtility.HtmlDecode(html[from..])).ToString();
    }
}
