using HtmlAgilityPack;

namespace Renderer.Templates.Html;

/// <summary>Derives the plain text of an HTML mail: what a reader without HTML should see, links with their addresses.</summary>
internal static class PlainText
{
    // Deeper HTML than any mail has; what stands deeper is left out rather than followed.
    private const int MaxDepth = 200;

    public static string From(string html)
    {
        var document = new HtmlDocument { OptionMaxNestedChildNodes = MaxDepth };
        try
        {
            document.LoadHtml(html);
        }
        catch (Exception e) when (e.GetType() == typeof(Exception))
        {
            // The parser's way of saying: nested too deep.
            return "";
        }

        var text = new TextLines();
        foreach (var node in document.DocumentNode.ChildNodes)
        {
            Write(node, text, 0);
        }

        return text.ToString();
    }

    private static void Write(HtmlNode node, TextLines text, int depth)
    {
        if (node is HtmlTextNode words)
        {
            text.Words(HtmlEntity.DeEntitize(words.Text));
            return;
        }

        if (node.NodeType != HtmlNodeType.Element || depth > MaxDepth || IsHidden(node))
        {
            return;
        }

        switch (node.Name)
        {
            case "head" or "style" or "script" or "title" or "template" or "noscript" or "object" or "svg":
                return;
            case "br":
                text.Break(1);
                return;
            case "hr":
                text.Break(1);
                text.Words("---");
                text.Break(1);
                return;
            case "img":
                text.Words(HtmlEntity.DeEntitize(node.GetAttributeValue("alt", "")));
                return;
            case "a":
                WriteLink(node, text, depth);
                return;
            default:
                var gap = Gap(node.Name);
                text.Break(gap);
                if (node.Name == "li")
                {
                    text.Words("- ");
                }

                WriteChildren(node, text, depth);
                if (node.Name is "td" or "th")
                {
                    text.Words(" ");
                }

                text.Break(gap);
                return;
        }
    }

    private static void WriteChildren(HtmlNode node, TextLines text, int depth)
    {
        foreach (var child in node.ChildNodes)
        {
            Write(child, text, depth + 1);
        }
    }

    private static void WriteLink(HtmlNode node, TextLines text, int depth)
    {
        var inner = new TextLines();
        WriteChildren(node, inner, depth);
        var words = inner.OneLine();
        var address = HtmlEntity.DeEntitize(node.GetAttributeValue("href", "")).Trim();
        var shown = address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? address["mailto:".Length..] : address;
        if (address.Length == 0 || address[0] == '#' || words == shown || words == address)
        {
            text.Words(words);
        }
        else
        {
            text.Words(words.Length == 0 ? shown : $"{words} ({shown})");
        }
    }

    private static bool IsHidden(HtmlNode node)
    {
        if (node.Attributes.Contains("hidden") || node.GetAttributeValue("aria-hidden", "") == "true")
        {
            return true;
        }

        var style = node.GetAttributeValue("style", "").Replace(" ", "", StringComparison.Ordinal);
        return style.Contains("display:none", StringComparison.OrdinalIgnoreCase) || style.Contains("mso-hide:all", StringComparison.OrdinalIgnoreCase);
    }

    private static int Gap(string name) => name switch
    {
        "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "ul" or "ol" or "blockquote" or "pre" or "table" => 2,
        "div" or "tr" or "li" or "section" or "article" or "header" or "footer" or "main" or "center" or "dl" or "dt" or "dd" or "address" => 1,
        _ => 0,
    };
}
