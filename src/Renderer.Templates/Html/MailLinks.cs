using System.Net;
using System.Text;

namespace Renderer.Templates.Html;

/// <summary>The links of a mail, also those that only Outlook sees: found, and rewritten by offset, so that no other byte changes.</summary>
internal static class MailLinks
{
    private const string Condition = "<!--[if";

    /// <summary>Every address that somebody can follow: of a, area and VML, in the order of the HTML.</summary>
    /// <param name="html">HTML, or a template's source.</param>
    public static IReadOnlyList<MailLink> Find(string html)
    {
        var links = new List<MailLink>();
        Collect(CodeMask.Of(html), 0, links);
        return links;
    }

    /// <summary>The HTML with other addresses.</summary>
    /// <param name="html">Rendered HTML.</param>
    /// <param name="to">An address, references resolved, to the one that takes its place; null leaves it as it is written.</param>
    public static string Rewrite(string html, Func<string, string?> to)
    {
        var result = new StringBuilder(html.Length + 1024);
        var from = 0;
        foreach (var link in Find(html))
        {
            if (to(WebUtility.HtmlDecode(html.Substring(link.Start, link.Length)).Trim()) is not { } address)
            {
                continue;
            }

            var quote = link.IsQuoted ? "" : "\"";
            result.Append(html, from, link.Start - from).Append(quote).Append(HtmlText.Encode(address)).Append(quote);
            from = link.End;
        }

        return from == 0 ? html : result.Append(html, from, html.Length - from).ToString();
    }

    private static void Collect(string html, int offset, List<MailLink> links)
    {
        var scanner = new HtmlScanner(html, hasCode: false);
        while (scanner.Next(out var token))
        {
            var piece = html.AsSpan(token.Start, token.Length);
            if (token.Kind == HtmlTokenKind.Tag && !piece.StartsWith("</", StringComparison.Ordinal) && !piece.StartsWith("<!", StringComparison.Ordinal))
            {
                Add(piece, offset + token.Start, links);
            }
            else if (token.Kind == HtmlTokenKind.Comment && piece.StartsWith(Condition, StringComparison.OrdinalIgnoreCase))
            {
                // Comments do not nest: one that begins in another is text there, so this goes no deeper.
                var start = Condition.Length + Math.Max(0, piece[Condition.Length..].IndexOf("]>", StringComparison.Ordinal));
                var inside = html.Substring(token.Start + start, Math.Max(0, token.Length - start - "-->".Length)).Replace("<!--", "    ", StringComparison.Ordinal);
                Collect(inside, offset + token.Start + start, links);
            }
        }
    }

    private static void Add(ReadOnlySpan<char> piece, int offset, List<MailLink> links)
    {
        var tag = new HtmlTag(piece);
        var name = tag.Name;
        if (name is not ("a" or "area") && !name.StartsWith("v:", StringComparison.Ordinal))
        {
            return;
        }

        if (tag.Find("href", out var start, out var length) && length > 0)
        {
            var value = piece.Slice(start, length);
            var kind = !CodeMask.IsIn(value) ? LinkKind.Literal : value.Trim().Trim(CodeMask.Code).IsEmpty ? LinkKind.Dynamic : LinkKind.Mixed;
            links.Add(new MailLink(offset + start, length, kind, piece[start - 1] is '"' or '\'', name, offset + piece.Length));
        }
    }
}
