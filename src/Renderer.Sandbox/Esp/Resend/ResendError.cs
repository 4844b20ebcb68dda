using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.Resend;

/// <summary>A refusal in Resend's words.</summary>
internal sealed record ResendError(int Status, string Name, string Message)
{
    public static ResendError Missing(string field) => new(422, "missing_required_field", $"Missing `{field}` field.");

    public static ResendError Invalid(string message) => new(422, "validation_error", message);

    public static ResendError Of(int status) => status switch
    {
        401 => new(401, "validation_error", "API key is invalid"),
        404 => new(404, "not_found", "The requested endpoint does not exist"),
        405 => new(405, "method_not_allowed", "Method is not allowed for the requested path"),
        413 => new(413, "validation_error", "The request is larger than 40 MB."),
        429 => new(429, "rate_limit_exceeded", "Too many requests. You can only make 2 requests per second. See rate limit response headers for more information. Or contact support to increase rate limit."),
        >= 500 => new(status, "application_error", "Internal server error. We are unable to process your request right now, please try again later."),
        _ => new(status, "application_error", string.Create(CultureInfo.InvariantCulture, $"The sandbox was asked to answer {status}.")),
    };

    public Task WriteAsync(HttpContext context)
    {
        EspQuota.Write(context, "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", unixSeconds: false);
        if (Status == 429)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return context.Response.WriteJsonAsync(Status, Write, "application/json; charset=utf-8");
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("statusCode", Status);
        writer.WriteString("name", Name);
        writer.WriteString("message", Message);
        writer.WriteEndObject();
    }
}
