using Renderer.Model;

namespace Renderer.Server.Open.Amp;

/// <summary>
/// Tells a mail client whether a mail of this sender may read the answer: CORS of AMP for Email, version 2 and the deprecated version 1
/// (https://amp.dev/documentation/guides-and-tutorials/email/learn/cors-in-email). Where both are there version 2 wins.
/// </summary>
internal static class AmpCors
{
    private const string Sender = "AMP-Email-Sender";
    private const string AllowSender = "AMP-Email-Allow-Sender";
    private const string SourceOrigin = "__amp_source_origin";
    private const string AllowSourceOrigin = "AMP-Access-Control-Allow-Source-Origin";

    /// <summary>Puts the headers that admit the sender; false where none is named, or it is none of the workspace's.</summary>
    public static bool Admit(HttpContext http, AmpSettings settings)
    {
        var headers = http.Response.Headers;
        headers.Vary = $"Origin, {Sender}";
        var named = http.Request.Headers[Sender];
        if (named.Count > 0)
        {
            if (named is not [{ } sender] || !settings.Admits(sender))
            {
                return false;
            }

            headers[AllowSender] = sender;
            return true;
        }

        if (http.Request.Headers.Origin is not [{ } origin] || !IsOrigin(origin)
            || http.Request.Query[SourceOrigin] is not [{ } source] || !settings.Admits(source))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = origin;
        headers[AllowSourceOrigin] = source;
        headers.AccessControlExposeHeaders = AllowSourceOrigin;
        return true;
    }

    // As browsers send it: it goes back as it came, so it must be nothing else.
    private static bool IsOrigin(string text) =>
        text.Length <= 300 && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase) && url.UserInfo.Length == 0
        && text.All(c => c is > ' ' and <= '~');
}
