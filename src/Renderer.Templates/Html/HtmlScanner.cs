namespace Renderer.Templates.Html;

/// <summary>What a piece of HTML is.</summary>
internal enum HtmlTokenKind
{
    /// <summary>A comment, conditional ones included.</summary>
    Comment,

    /// <summary>A start or end tag, or the doctype.</summary>
    Tag,

    /// <summary>An element whose content is text (style, script, title, textarea), with its tags.</summary>
    TextElement,
}

/// <summary>A piece of HTML by its offsets.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Its characters.</param>
internal readonly record struct HtmlToken(HtmlTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>Walks over HTML once, from left to right, whatever is in it. What is not closed reaches to the end.</summary>
/// <param name="html">HTML, or the source of it.</param>
/// <param name="hasCode">Whether <c>{{ … }}</c> may stand in tags, with quotes and '>' of its own.</param>
internal ref struct HtmlScanner(string html, bool hasCode)
{
    private static readonly string[] TextElements = ["style", "script", "title", "textarea"];
    private int next;

    /// <summary>The next piece that is no text; false at the end.</summary>
    public bool Next(out HtmlToken token)
    {
        token = default;
        while (next < html.Length)
        {
            var start = html.IndexOf('<', next);
            if (start < 0 || start + 1 >= html.Length)
            {
                break;
            }

            if (html.AsSpan(start).StartsWith("<!--", StringComparison.Ordinal))
            {
                return Until("-->", start, start + 4, HtmlTokenKind.Comment, out token);
            }

            var second = html[start + 1];
            var first = second is '/' or '!' && start + 2 < html.Length ? html[start + 2] : second;
            if (!char.IsAsciiLetter(first))
            {
                // <![if !mso]> and the like are comments to HTML; a '<' alone is text.
                if (second is '!' or '?' or '/')
                {
                    return Until(">", start, start + 2, HtmlTokenKind.Comment, out token);
                }

                next = start + 1;
                continue;
            }

            var end = TagEnd(html, start, hasCode);
            if (end < 0)
            {
                // HTML drops a tag that never ends, and so all that would be in it.
                return Until(">", start, html.Length, HtmlTokenKind.Comment, out token);
            }

            next = end;
            foreach (var name in TextElements)
            {
                if (IsTag(html.AsSpan(start + 1, end - start - 1), name))
                {
                    return Until("</" + name, start, end, HtmlTokenKind.TextElement, out token);
                }
            }

            token = new HtmlToken(HtmlTokenKind.Tag, start, end - start);
            return true;
        }

        next = html.Length;
        return false;
    }

    /// <summary>Whether a tag is this one: "&lt;body" is no "&lt;bodyguard".</summary>
    public static bool IsTag(ReadOnlySpan<char> tag, string name) =>
        tag.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (tag.Length == name.Length || !char.IsLetterOrDigit(tag[name.Length]));

    private bool Until(string mark, int start, int from, HtmlTokenKind kind, out HtmlToken token)
    {
        var at = html.IndexOf(mark, from, StringComparison.OrdinalIgnoreCase);
        var end = at < 0 ? html.Length : at + mark.Length;
        if (at >= 0 && kind == HtmlTokenKind.TextElement)
        {
            end = html.IndexOf('>', end) is var close and >= 0 ? close + 1 : html.Length;
        }

        next = end;
        token = new HtmlToken(kind, start, end - start);
        return true;
    }

    /// <summary>Behind the '>' that ends the tag that begins here, a quoted one passed over; -1 when there is none.</summary>
    public static int TagEnd(string html, int start, bool hasCode)
    {
        for (var i = start + 1; i < html.Length; i++)
        {
            var c = html[i];
            if (c == '>')
            {
                return i + 1;
            }

            var close = c is '"' or '\'' ? html.IndexOf(c, i + 1)
                : hasCode && c == '{' && i + 1 < html.Length && html[i + 1] == '{' ? html.IndexOf("}}", i, StringComparison.Ordinal) + 1
                : i;
            if (close < i)
            {
                return -1;
            }

            i = close;
        }

        return -1;
    }
}
