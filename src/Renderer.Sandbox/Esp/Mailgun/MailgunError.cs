using System.Globalization;
using System.Text;

namespace Renderer.Sandbox.Esp.Mailgun;

/// <summary>A refusal in Mailgun's words.</summary>
internal static class MailgunError
{
    public static Task WriteAsync(HttpContext context, int status, string message)
    {
        EspQuota.Write(context, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", unixSeconds: true);
        return context.Response.WriteJsonAsync(
            status,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("message", message);
                writer.WriteEndObject();
            },
            "application/json");
    }

    /// <summary>What stands in the body of a status that no check gave: a wrong key's is no JSON.</summary>
    public static Task OfAsync(HttpContext context, int status) => status switch
    {
        401 => ForbiddenAsync(context),
        404 => WriteAsync(context, 404, "Not Found"),
        413 => WriteAsync(context, 413, "Request Entity Too Large"),
        429 => WriteAsync(context, 429, "Domain has reached its rate limit: too many requests"),
        >= 500 => WriteAsync(context, status, "Internal Server Error"),
        _ => WriteAsync(context, status, string.Create(CultureInfo.InvariantCulture, $"The sandbox was asked to answer {status}")),
    };

    private static async Task ForbiddenAsync(HttpContext context)
    {
        context.Response.StatusCode = 401;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"MG API\"";
        await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes("Forbidden"), context.RequestAborted);
    }
}
