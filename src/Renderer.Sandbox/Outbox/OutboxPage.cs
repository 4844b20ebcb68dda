using System.Globalization;
using System.Net;
using System.Text;

namespace Renderer.Sandbox.Outbox;

/// <summary>The outbox for people: a mail as a client shows it, its source and parts beside it. No script.</summary>
internal static class OutboxPage
{
    private const int Listed = 200;

    private static readonly string[] Events = ["delivered", "open", "click", "bounce", "complaint", "unsubscribe"];

    private const string Style = """
        body{margin:0;font:14px/1.45 system-ui,sans-serif;color:#1c1e21;background:#f3f4f6;display:grid;grid-template-columns:19rem 1fr;height:100vh}
        nav{overflow:auto;background:#fff;border-right:1px solid #d9dce1}
        nav h1{font-size:1rem;margin:0;padding:.8rem 1rem;border-bottom:1px solid #e6e8ec}
        nav a{display:block;padding:.55rem 1rem;border-bottom:1px solid #eef0f3;color:inherit;text-decoration:none}
        nav a[aria-current]{background:#e7effd}
        nav b,nav span{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
        nav span{color:#5d6470;font-size:.85em}
        main{overflow:auto;padding:1rem 1.4rem}
        h2{margin:.1rem 0 .5rem;font-size:1.3rem}
        dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem .8rem;margin:0 0 .8rem}
        dt{color:#5d6470}dd{margin:0;overflow-wrap:anywhere}
        .pair{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1rem}
        iframe{width:100%;height:70vh;border:1px solid #d9dce1;background:#fff;border-radius:6px}
        details{background:#fff;border:1px solid #d9dce1;border-radius:6px;margin-bottom:.6rem}
        summary{padding:.45rem .7rem;cursor:pointer;font-weight:600}
        pre{margin:0;padding:.6rem .7rem;border-top:1px solid #eef0f3;white-space:pre-wrap;overflow-wrap:anywhere;max-height:50vh;overflow:auto;font-size:12px}
        form{display:inline}button{font:inherit;margin:0 .25rem .25rem 0}
        """;

    public static string List(Mail[] mails) => Page("Outbox", mails, null, mails.Length == 0
        ? "<p>Nothing was sent yet. Send to one of the ESPs' APIs at this address, and it is here.</p>"
        : "<p>Choose a mail.</p>");

    public static string One(Mail mail, Mail[] mails) => Page(mail.Subject, mails, mail, Shown(mail));

    /// <summary>The HTML with its own pictures where it says cid:.</summary>
    public static string? WithPictures(Mail mail)
    {
        var html = mail.Html;
        for (var i = 0; html is not null && i < mail.Files.Count; i++)
        {
            if (mail.Files[i].ContentId is { Length: > 0 } id)
            {
                html = html.Replace("cid:" + id, string.Create(CultureInfo.InvariantCulture, $"/sandbox/outbox/{mail.Number}/attachments/{i}"), StringComparison.Ordinal);
            }
        }

        return html;
    }

    private static string Page(string title, Mail[] mails, Mail? current, string main)
    {
        var list = new StringBuilder();
        foreach (var mail in Enumerable.Reverse(mails).Take(Listed))
        {
            list.Append(CultureInfo.InvariantCulture, $"<a href=\"/sandbox/outbox/{mail.Number}\"{(mail == current ? " aria-current=\"page\"" : "")}>")
                .Append(CultureInfo.InvariantCulture, $"<b>{Safe(mail.Subject.Length > 0 ? mail.Subject : "(no subject)")}</b>")
                .Append(CultureInfo.InvariantCulture, $"<span>{Safe(mail.To)}</span><span>{mail.Esp} · {mail.At:HH:mm:ss}</span></a>");
        }

        return $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{Safe(title)}</title><style>{Style}</style></head>
            <body><nav><h1><a href="/sandbox/outbox">Outbox ({mails.Length})</a></h1>{list}</nav><main>{main}</main></body></html>
            """;
    }

    private static string Shown(Mail mail)
    {
        var at = string.Create(CultureInfo.InvariantCulture, $"/sandbox/outbox/{mail.Number}");
        var facts = new StringBuilder();
        foreach (var (name, value) in mail.Headers.Where(header => header.Key is "From" or "To" or "Cc" or "Reply-To"))
        {
            facts.Append(CultureInfo.InvariantCulture, $"<dt>{name}</dt><dd>{Safe(value)}</dd>");
        }

        var events = string.Concat(Events.Select(kind =>
            $"<form method=\"post\" action=\"{at}/events/{kind}\"><button>{kind}</button></form>"));
        return $"""
            <h2>{Safe(mail.Subject)}</h2><dl>{facts}<dt>Delivered to</dt><dd>{Safe(mail.To)} ({mail.Kind}) by {mail.Esp}</dd></dl>
            <div class="pair"><div>{(mail.Html is null ? Pre(mail.Text ?? "") : $"<iframe sandbox=\"allow-popups\" title=\"The mail\" src=\"{at}/html\"></iframe>")}</div>
            <div>{Part("HTML", mail.Html)}{Part("Text", mail.Text)}{Part("AMP", mail.Amp)}{Files(mail, at)}
            {Part("Headers", string.Join("\n", mail.Headers.Select(header => $"{header.Key}: {header.Value}")))}
            {Part("Metadata", string.Join("\n", mail.Metadata.Select(one => $"{one.Key}: {one.Value}").Concat(mail.Tags.Select(tag => "#" + tag))))}
            <p><a href="{at}/source">Source</a> · <a href="{at}">JSON for those that do not ask for HTML</a></p><p>Say that it was: {events}</p></div></div>
            """;
    }

    private static string Files(Mail mail, string at) => mail.Files.Count == 0 ? "" : "<details open><summary>Attachments</summary><pre>" + string.Concat(
        mail.Files.Select((file, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"<a href=\"{at}/attachments/{i}\">{Safe(file.Name.Length > 0 ? file.Name : "(no name)")}</a> {Safe(file.Type)}, {MailSource.Said(file.Content.Length)}\n"))) + "</pre></details>";

    private static string Part(string name, string? text) =>
        string.IsNullOrEmpty(text) ? "" : $"<details><summary>{name}, {MailSource.Said(Encoding.UTF8.GetByteCount(text))}</summary>{Pre(text)}</details>";

    private static string Pre(string text) => $"<pre>{Safe(text)}</pre>";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
