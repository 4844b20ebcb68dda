using System.Text;

namespace Renderer.Templates.Amp;

/// <summary>Makes of what a template wrote a document: the boilerplate where it is missing, and the scripts of the extensions that it uses, no others.</summary>
internal static class AmpDocument
{
    private const string Charset = "<meta charset=\"utf-8\">";
    private const string Boilerplate = "<style amp4email-boilerplate>body{visibility:hidden}</style>";
    private const string Engine = "<script async src=\"https://cdn.ampproject.org/v0.js\"></script>";
    private const string Html = "<html";

    /// <summary>The document; no other byte of it changes.</summary>
    /// <param name="html">As it was written.</param>
    public static string Finish(string html) => Finish(html, AmpFound.In(html));

    /// <summary>The same, of what was looked through already.</summary>
    public static string Finish(string html, AmpFound found)
    {
        var made = new StringBuilder(html.Length + 1024);
        var from = 0;
        made.Append(found.HasDoctype ? "" : "<!doctype html>\n");
        if (found.Html is { } tag)
        {
            from = tag.At + Html.Length;
            made.Append(html, 0, from).Append(tag.Has("⚡4email") || tag.Has("amp4email") ? "" : " ⚡4email").Append(tag.Has("data-css-strict") ? "" : " data-css-strict");
        }
        else
        {
            made.Append("<html ⚡4email data-css-strict>");
        }

        var head = found.Head;
        made.Append(html, from, head - from).Append(found.HeadEnd is null ? "<head>" : "").Append(found.HasCharset ? "" : Charset);
        from = head;
        foreach (var (start, end) in found.Removed(html).Where(r => r.Start >= head))
        {
            made.Append(html, from, start - from);
            from = end;
        }

        var (close, closed) = found.Parting;
        made.Append(html, from, close - from).Append(found.HasBoilerplate ? "" : Boilerplate).Append(found.HasEngine ? "" : Engine).Append(Scripts(found));
        made.Append(found.HeadClose is null ? "</head>" : "").Append(html, close, closed - close);
        return made.Append(found.BodyEnd is not null ? "" : "<body>").Append(html, closed, html.Length - closed).ToString();
    }

    private static string Scripts(AmpFound found) => string.Concat(
        found.Used.Except(found.Kept).Order(StringComparer.Ordinal).Select(name => AmpTable.Known.Extensions[name].Script));
}
