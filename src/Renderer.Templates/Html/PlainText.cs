using System.Net;

namespace Renderer.Templates.Html;

/// <summary>Derives the plain text of an HTML mail: what a reader without HTML should see, links with their addresses. One pass, no tree.</summary>
internal sealed class PlainText
{
    private static readonly string[] Unseen = ["head", "noscript", "template", "object", "svg", "select"];
    private static readonly string[] Void = ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"];

    private static readonly string[] Hidings = ["display:none", "mso-hide:all", "visibility:hidden", "max-height:0;", "max-height:0!", "opacity:0;", "opacity:0!"];

    private readonly string html;
    private readonly TextLines text = new();
    private TextLines? link;
    private string address = "";
    private string skipped = "";
    private int depth;

    private PlainText(string html) => this.html = html;

    private TextLines Out => link ?? text;

    public static string From(string html) => new PlainText(html).Read();

    private string Read()
    {
        var from = 0;
        var scanner = new HtmlScanner(html, hasCode: false);
        while (scanner.Next(out var token))
        {
            Words(from, token.Start);
            from = token.End;
            if (token.Kind == HtmlTokenKind.Tag)
            {
                Tag(new HtmlTag(html.AsSpan(token.Start, token.Length)));
            }
        }

        Words(from, html.Length);
        EndLink();
        return text.ToString();
    }

    private void Words(int from, int to)
    {
        if (to > from && depth == 0)
        {
            Out.Words(WebUtility.HtmlDecode(html[from..to]));
        }
    }

    private void Tag(HtmlTag tag)
    {
        var name = tag.Name;
        if (depth > 0)
        {
            depth += name != skipped ? 0 : tag.IsEnd ? -1 : 1;
            return;
        }

        if (!tag.IsEnd && (Unseen.Contains(name) || IsHidden(tag)))
        {
            (skipped, depth) = (name, Void.Contains(name) ? 0 : 1);
            return;
        }

        switch (name)
        {
            case "br":
                Out.Break(1);
                break;
            case "hr":
                Out.Break(1);
                Out.Words("---");
                Out.Break(1);
                break;
            case "img" when !tag.IsEnd:
                Out.Words(tag.Attribute("alt") ?? "");
                break;
            case "a":
                EndLink();
                (link, address) = tag.IsEnd ? (null, "") : (new TextLines(), tag.Attribute("href")?.Trim() ?? "");
                break;
            case "td" or "th" when tag.IsEnd:
                Out.Words(" ");
                break;
            default:
                Out.Break(Gap(name));
                if (name == "li" && !tag.IsEnd)
                {
                    Out.Words("- ");
                }

                break;
        }
    }

    private void EndLink()
    {
        if (link is null)
        {
            return;
        }

        var words = link.OneLine();
        var shown = address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? address["mailto:".Length..] : address;
        var isBare = address.Length == 0 || address[0] == '#' || words == shown || words == address;
        text.Space(link.BeginsWithSpace);
        text.Words(isBare ? words : words.Length == 0 ? shown : $"{words} ({shown})");
        text.Space(link.EndsWithSpace);
        link = null;
    }

    private static bool IsHidden(HtmlTag tag)
    {
        if (tag.Attribute("hidden") is not null || tag.Attribute("aria-hidden") == "true")
        {
            return true;
        }

        // The preheader's ways to be there unseen, besides the plain one.
        var style = $"{tag.Attribute("style")?.Replace(" ", "", StringComparison.Ordinal).Replace("px", "", StringComparison.OrdinalIgnoreCase)};";
        return Hidings.Any(hiding => style.Contains(hiding, StringComparison.OrdinalIgnoreCase));
    }

    private static int Gap(string name) => name switch
    {
        "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "ul" or "ol" or "blockquote" or "pre" or "table" => 2,
        "div" or "tr" or "li" or "section" or "article" or "header" or "footer" or "main" or "center" or "dl" or "dt" or "dd" or "address" => 1,
        _ => 0,
    };
}
