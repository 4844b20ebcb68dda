using System.Text;
using Renderer.Templates.Html;

namespace Renderer.Templates.Amp;

/// <summary>Makes of what a template wrote a document: the boilerplate where it is missing, and the scripts of the extensions that it uses, no others.</summary>
internal static class AmpDocument
{
    private const string Charset = "<meta charset=\"utf-8\">";
    private const string Boilerplate = "<style amp4email-boilerplate>body{visibility:hidden}</style>";
    private const string Engine = "<script async src=\"https://cdn.ampproject.org/v0.js\"></script>";

    /// <summary>The document; no other byte of it changes.</summary>
    /// <param name="html">As it was written.</param>
    public static string Finish(string html)
    {
        var found = Find(html);
        var made = new StringBuilder(html.Length + 1024);
        made.Append(found.HasDoctype ? "" : "<!doctype html>\n");
        if (found.Html is null)
        {
            made.Append("<html ⚡4email data-css-strict>");
        }

        var from = 0;
        if (found.Html is { } tag)
        {
            // Behind the name: '<html'.
            made.Append(html, 0, tag.At + 5)
                .Append(tag.Has("⚡4email") || tag.Has("amp4email") ? "" : " ⚡4email")
                .Append(tag.Has("data-css-strict") ? "" : " data-css-strict");
            from = tag.At + 5;
        }

        var head = found.HeadEnd ?? found.Html?.End ?? 0;
        made.Append(html, from, head - from);
        from = head;
        made.Append(found.HeadEnd is null ? "<head>" : "").Append(found.HasCharset ? "" : Charset);
        var scripts = Scripts(found);
        foreach (var (start, end) in found.Removed(html))
        {
            made.Append(html, from, start - from);
            from = end;
        }

        var close = Math.Max(from, found.HeadClose ?? head);
        made.Append(html, from, close - from).Append(found.HasBoilerplate ? "" : Boilerplate).Append(found.HasEngine ? "" : Engine).Append(scripts);
        made.Append(found.HeadClose is null ? "</head>" : "");
        made.Append(found.HasBody ? "" : "<body>").Append(html, close, html.Length - close);
        return made.ToString();
    }

    private static string Scripts(AmpFound found) => string.Concat(
        found.Used.Where(name => !found.Kept.Contains(name)).Order(StringComparer.Ordinal).Select(name => AmpTable.Known.Extensions[name].Script));

    private static AmpFound Find(string html)
    {
        var found = new AmpFound();
        var scanner = new HtmlScanner(html, hasCode: false);
        while (scanner.Next(out var token))
        {
            if (token.Kind != HtmlTokenKind.Comment)
            {
                found.Saw(html, token);
            }
        }

        return found;
    }
}
