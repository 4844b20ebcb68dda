using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.SendGrid;

/// <summary>One thing that SendGrid finds wrong.</summary>
/// <param name="Message">What it says.</param>
/// <param name="Field">Where, as <c>personalizations.0.to.0.email</c>; null of the call as a whole.</param>
/// <param name="Anchor">Where its documentation speaks of it.</param>
internal sealed record SendGridError(string Message, string? Field = null, string? Anchor = null)
{
    private const string Help = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#";

    public static SendGridError Type(string expected, JsonElement given, string field) =>
        new($"Invalid type. Expected: {expected}, given: {Name(given)}.", field);

    public static Task WriteAsync(HttpContext context, int status, params IEnumerable<SendGridError> errors) => context.Response.WriteJsonAsync(
        status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            foreach (var error in errors)
            {
                writer.WriteStartObject();
                writer.WriteString("message", error.Message);
                writer.WriteString("field", error.Field);
                writer.WriteString("help", error.Anchor is null ? null : Help + error.Anchor);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        "application/json");

    /// <summary>What stands in the body of a status that no check gave.</summary>
    public static Task OfAsync(HttpContext context, int status)
    {
        if (status == 429)
        {
            EspQuota.Write(context, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", unixSeconds: true);
        }

        return WriteAsync(context, status, new SendGridError(status switch
        {
            401 => "The provided authorization grant is invalid, expired, or revoked",
            403 => "access forbidden",
            404 => "not found",
            405 => "method not allowed",
            413 => "Payload Too Large",
            415 => "Content-Type should be application/json.",
            429 => "too many requests",
            500 => "internal server error",
            503 => "service unavailable",
            _ => string.Create(CultureInfo.InvariantCulture, $"The sandbox was asked to answer {status}."),
        }));
    }

    private static string Name(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => given.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
