using System.Globalization;

namespace Renderer.Sandbox.Esp.SparkPost;

/// <summary>A refusal in SparkPost's words.</summary>
internal sealed record SparkPostError(int Status, string Message, string? Code = null, string? Description = null)
{
    public static SparkPostError Missing(string what) => new(400, "required field is missing", "1400", what);

    public static SparkPostError Invalid(string what) => new(422, "invalid data format/type", "1300", what);

    public static SparkPostError Of(int status) => status switch
    {
        401 => new(401, "Unauthorized."),
        403 => new(403, "Forbidden."),
        404 => new(404, "Resource could not be found"),
        413 => new(413, "Request entity too large"),
        415 => new(415, "Unsupported media type"),
        429 => new(429, "Too many requests"),
        >= 500 => new(status, "Internal Server Error"),
        _ => new(status, string.Create(CultureInfo.InvariantCulture, $"The sandbox was asked to answer {status}.")),
    };

    public Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(
        Status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("message", Message);
            if (Description is not null)
            {
                writer.WriteString("description", Description);
            }

            if (Code is not null)
            {
                writer.WriteString("code", Code);
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        "application/json");
}
