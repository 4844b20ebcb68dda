using System.Net;

namespace Renderer.Templates.Html;

/// <summary>Finds the title of an HTML document.</summary>
internal static class HtmlTitle
{
    /// <summary>The title's text, references resolved; null when there is none, or it is blank.</summary>
    public static string? Find(string html) => Find(html, hasCode: false, out _);

    /// <summary>Likewise, in source that may hold code, and where the text begins.</summary>
    public static string? Find(string html, bool hasCode, out int start)
    {
        start = 0;
        var scanner = new HtmlScanner(html, hasCode);
        while (scanner.Next(out var token))
        {
            var element = html.AsSpan(token.Start, token.Length);
            if (token.Kind == HtmlTokenKind.TextElement && HtmlScanner.IsTag(element, "<title"))
            {
                var from = element.IndexOf('>') + 1;
                var to = element.LastIndexOf("</", StringComparison.Ordinal);
                start = token.Start + from;
                var text = to > from ? WebUtility.HtmlDecode(element[from..to].ToString()) : "";
                return string.IsNullOrWhiteSpace(text) ? null : text;
            }
        }

        return null;
    }
}
