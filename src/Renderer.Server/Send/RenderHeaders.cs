using System.Globalization;
using Renderer.Messages;
using Renderer.Model;

namespace Renderer.Server.Send;

/// <summary>The one owner of the headers of a rendered answer.</summary>
internal static class RenderHeaders
{
    /// <summary>Outcome, version and timings; never cached by anybody, since the next second may differ.</summary>
    public static void Put(HttpResponse response, Message message)
    {
        var headers = response.Headers;
        headers.CacheControl = "private, no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["X-Renderer-Outcome"] = message.Outcome.Label();
        headers["X-Renderer-Version"] = message.Version;
        headers["Server-Timing"] = string.Create(
            CultureInfo.InvariantCulture,
            $"profile;dur={message.ProfileTime.TotalMilliseconds:0.00}, render;dur={message.RenderTime.TotalMilliseconds:0.00}");
        if (message.SkipReason is { } reason)
        {
            headers["X-Renderer-Skip-Reason"] = Ascii(reason);
        }
    }

    /// <summary>A reason is the author's text; a header takes printable ASCII alone.</summary>
    private static string Ascii(string text) =>
        new([.. text.Take(200).Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
