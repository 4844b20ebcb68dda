using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary>For how long something that is shown when a mail is opened may be shown again without asking.</summary>
internal enum OpenCaching
{
    /// <summary>Not at all without asking again: mail proxies keep it, and ask at each look whether it still is what it was.</summary>
    Revalidate,

    /// <summary>Never: a fallback, a neutral picture, a page. Mail proxies remember, and the next look is to be better.</summary>
    NoStore,
}

/// <summary>The one owner of the headers of everything that is asked for of a delivered mail. None sets a cookie.</summary>
internal static class OpenHeaders
{
    /// <summary>A mail's page: it may look as mails do, and do nothing.</summary>
    public const string WebPolicy =
        "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline' https:; font-src https: data:; media-src https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Revalidate = "no-cache, max-age=0, must-revalidate, private";
    private const string NoStore = "private, no-store";

    /// <summary>How long it may be kept, that its type is what it says, and that nobody is told where it stood.</summary>
    public static void Put(HttpResponse response, OpenCaching caching)
    {
        var headers = response.Headers;
        headers.CacheControl = caching switch
        {
            OpenCaching.Revalidate => Revalidate,
            _ => NoStore,
        };
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>Says on which rung what is shown stands, as a rendered answer does: for who looks why.</summary>
    public static void Say(HttpResponse response, Outcome outcome) => response.Headers["X-Renderer-Outcome"] = outcome.Label();

    /// <summary>Answers with these bytes, or that they are the ones that the asker has; a HEAD with their headers alone.</summary>
    public static Task SendAsync(HttpContext http, ReadOnlyMemory<byte> body, string contentType, OpenCaching caching)
    {
        var response = http.Response;
        Put(response, caching);
        if (caching != OpenCaching.NoStore)
        {
            var tag = TagOf(body.Span);
            response.Headers.ETag = tag;
            if (Has(http.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : response.BodyWriter.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>A page: for this person alone, in no search index, and without a script.</summary>
    public static Task SendPageAsync(HttpContext http, ReadOnlyMemory<byte> html, string policy)
    {
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        return SendAsync(http, html, "text/html; charset=utf-8", OpenCaching.NoStore);
    }

    /// <summary>Sends on, with nothing but the address: what stands in a body, scanners read.</summary>
    public static void SendOn(HttpContext http, Destination to)
    {
        Put(http.Response, OpenCaching.NoStore);
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.Location = to.ToString();
        http.Response.ContentLength = 0;
    }

    /// <summary>The type of a picture.</summary>
    public static string TypeOf(PictureFormat format) => format switch
    {
        PictureFormat.Png => "image/png",
        PictureFormat.Jpeg => "image/jpeg",
        _ => "image/gif",
    };

    // Strong: equal bytes and no others. Of SHA-256, 96 bits tell the pictures of one address apart.
    private static string TagOf(ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, digest);
        return $"\"{Convert.ToHexStringLower(digest[..12])}\"";
    }

    private static bool Has(HttpRequest request, string tag)
    {
        var known = request.Headers.IfNoneMatch;
        if (known.Count == 0)
        {
            return false;
        }

        // https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2: compared weakly, since proxies that recompress weaken tags.
        return EntityTagHeaderValue.TryParseList(known, out var tags)
            && tags.Any(one => one.Tag == "*" || one.Tag == tag);
    }
}
