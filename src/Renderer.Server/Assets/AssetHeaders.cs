using System.Net.Http.Headers;
using Renderer.Model;

namespace Renderer.Server.Assets;

/// <summary>The headers of an asset's answer, all of them: nothing that the origin says passes by itself.</summary>
internal static class AssetHeaders
{
    /// <summary>Of a file.</summary>
    public static void Write(HttpResponse response, HttpResponseMessage file, MediaTypeHeaderValue type, AssetOrigin origin)
    {
        var headers = response.Headers;
        headers.ContentType = type.CharSet is { } charset && type.MediaType!.StartsWith("text/", StringComparison.Ordinal)
            ? $"{type.MediaType}; charset={charset}"
            : type.MediaType;
        headers.ContentLength = file.Content.Headers.ContentLength;
        headers.CacheControl = origin.KeepFor > TimeSpan.Zero
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"public, max-age={(long)origin.KeepFor.TotalSeconds}")
            : "no-cache";
        headers.AcceptRanges = "none";
        headers.AccessControlAllowOrigin = "*"; // a mail's font; there is nothing to be logged in to
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"; // an SVG that is opened by itself runs nothing
        Guard(response);
        if (file.Headers.ETag is { } tag)
        {
            headers.ETag = tag.ToString();
        }

        if (file.Content.Headers.LastModified is { } changed)
        {
            headers.LastModified = changed.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Of an answer that is no file: whoever asks keeps none of it.</summary>
    public static void WriteRefusal(HttpResponse response)
    {
        response.Headers.Clear();
        response.Headers.CacheControl = "no-store";
        Guard(response);
    }

    private static void Guard(HttpResponse response) => response.Headers.XContentTypeOptions = "nosniff";
}
