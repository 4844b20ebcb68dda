using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Renderer.Server.Open.Pages;

/// <summary>A plain page of ours for whoever got a mail: readable on every device, by every reader, without a script, a picture or a cookie.</summary>
internal static class PageShell
{
    private const string Style =
        "body{font:1.0625rem/1.55 system-ui,sans-serif;color:#1c1c1c;background:#fff;max-width:38rem;margin:3rem auto;padding:0 1.25rem}" +
        "h1{font-size:1.5rem;line-height:1.25}fieldset{border:1px solid #767676;border-radius:.5rem;margin:1.5rem 0;padding:.5rem 1rem 1rem}legend{font-weight:600;padding:0 .35rem}" +
        "label{display:block;padding:.5rem 0 .5rem 2rem}input{float:left;margin:.3rem 0 0 -2rem;width:1.15rem;height:1.15rem}" +
        "button{font:inherit;padding:.6rem 1.1rem;margin:.25rem .5rem .25rem 0;border:1px solid #1c1c1c;border-radius:.4rem;background:#1c1c1c;color:#fff}" +
        "button.quiet{background:#fff;color:#1c1c1c}button:focus-visible,input:focus-visible{outline:3px solid #1a5fb4;outline-offset:2px}" +
        "[role=status]{border-left:.3rem solid #26734d;padding:.25rem 1rem}[role=alert]{border-left:.3rem solid #a51d2d;padding:.25rem 1rem}" +
        "@media(prefers-color-scheme:dark){body{color:#f2f2f2;background:#181818}button{background:#f2f2f2;color:#181818;border-color:#f2f2f2}button.quiet{background:#181818;color:#f2f2f2}}";

    /// <summary>Its own style and its own form, and nothing else.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Makes a page.</summary>
    /// <param name="language">BCP 47.</param>
    /// <param name="title">Title and heading, as text.</param>
    /// <param name="content">What stands below, as HTML.</param>
    public static byte[] Make(string language, string title, string content) => Encoding.UTF8.GetBytes(
        $"""
        <!doctype html>
        <html lang="{Text(language)}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <meta name="referrer" content="no-referrer">
        <title>{Text(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <h1>{Text(title)}</h1>
        {content}
        </main>
        </body>
        </html>
        """);

    /// <summary>Text as HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
