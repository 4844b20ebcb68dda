using System.Globalization;

namespace Renderer.Sandbox.Esp.Ses;

/// <summary>A refusal as SES v2 says it: the kind in a header, the words in the body.</summary>
internal sealed record SesError(int Status, string Type, string Message)
{
    public static SesError Bad(string message) => new(400, "BadRequestException", message);

    public static SesError Of(int status) => status switch
    {
        403 => new(403, "AccessDeniedException", "User is not authorized to perform: ses:SendEmail"),
        404 => new(404, "NotFoundException", "Resource not found."),
        413 => new(413, "RequestEntityTooLargeException", "Request body is too large."),
        429 => new(429, "TooManyRequestsException", "Too Many Requests"),
        >= 500 => new(status, "InternalFailure", "The request processing has failed because of an unknown error, exception or failure."),
        _ => new(status, "BadRequestException", string.Create(CultureInfo.InvariantCulture, $"The sandbox was asked to answer {status}.")),
    };

    public Task WriteAsync(HttpContext context)
    {
        context.Response.Headers["x-amzn-ErrorType"] = Type;
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        return context.Response.WriteJsonAsync(
            Status,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("message", Message);
                writer.WriteEndObject();
            },
            "application/json");
    }
}
