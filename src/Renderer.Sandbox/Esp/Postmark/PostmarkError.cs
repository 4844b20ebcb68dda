using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.Postmark;

/// <summary>A refusal in Postmark's words.</summary>
/// <param name="Code">Its own code.</param>
/// <param name="Message">What it says.</param>
/// <param name="Status">The HTTP status, where the call has it alone.</param>
internal sealed record PostmarkError(int Code, string Message, int Status = 422)
{
    public static PostmarkError NoToken { get; } = new(
        10, "No Account or Server API tokens were supplied in the HTTP headers. Please add a header for either X-Postmark-Server-Token or X-Postmark-Account-Token.", 401);

    public static PostmarkError BadToken { get; } = new(10, "Request does not contain a valid Server token.", 401);

    public static PostmarkError BadJson { get; } = new(402, "Received invalid JSON input. Property or value is malformed.");

    public static PostmarkError Invalid(string message) => new(300, message);

    public static PostmarkError Of(int status) => status switch
    {
        401 => BadToken,
        413 => new PostmarkError(0, "Payload Too Large", 413),
        415 => new PostmarkError(0, "Unsupported Media Type: send application/json.", 415),
        429 => new PostmarkError(429, "Rate limit exceeded.", 429),
        >= 500 => new PostmarkError(0, "An unexpected error occurred while processing your request.", status),
        _ => new PostmarkError(0, string.Create(CultureInfo.InvariantCulture, $"The sandbox was asked to answer {status}."), status),
    };

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("ErrorCode", Code);
        writer.WriteString(nameof(Message), Message);
        writer.WriteEndObject();
    }

    public Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(Status, Write, "application/json");
}
