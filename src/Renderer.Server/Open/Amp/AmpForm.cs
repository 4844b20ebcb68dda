using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Renderer.Server.Open.Amp;

/// <summary>Takes in what an AMP form sends. What stands in it is read to its end and forgotten: that somebody sent it is what counts.</summary>
internal static class AmpForm
{
    /// <summary>The most bytes of a form.</summary>
    public const int MostBytes = 64 << 10;

    /// <summary>False where this is no form, or a larger one: then nobody did anything, and the answer is the same.</summary>
    public static async ValueTask<bool> IsSentAsync(HttpContext http)
    {
        if (!IsForm(http.Request.ContentType) || http.Request.ContentLength > MostBytes)
        {
            return false;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        try
        {
            var reader = http.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(http.RequestAborted);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return true;
                }
            }
        }
        catch (BadHttpRequestException)
        {
            return false;
        }
    }

    private static bool IsForm(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase));
}
