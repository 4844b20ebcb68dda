using Ganss.Xss;

namespace Renderer.Templates.Escaping;

/// <summary>Makes markup that somebody typed into a CRM fit for a mail.</summary>
internal static class RichText
{
    private static readonly HtmlSanitizer Sanitizer = new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "a", "b", "blockquote", "br", "center", "code", "del", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p",
            "pre", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
        },
        AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "dir", "face", "height", "href", "lang", "rowspan", "size", "src",
            "style", "title", "valign", "width",
        },
        AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto", "tel", "cid", "sms" },
        UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        AllowedCssProperties = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "background-color", "border", "border-collapse", "color", "font-family", "font-size", "font-style", "font-weight", "height", "letter-spacing", "line-height",
            "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top",
            "text-align", "text-decoration", "text-transform", "vertical-align", "white-space", "width",
        },
    });

    /// <summary>The same without what a mail must not carry: scripts, forms, frames, styles that fetch, addresses of other schemes.</summary>
    public static string Sanitize(string html) => Sanitizer.Sanitize(html);
}
