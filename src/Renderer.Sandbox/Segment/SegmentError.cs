namespace Renderer.Sandbox.Segment;

/// <summary>A refusal in Segment's words.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Its kind.</param>
/// <param name="Message">What it says.</param>
internal sealed record SegmentError(int Status, string Code, string Message)
{
    public static SegmentError NotFound { get; } = new(404, "not_found", "Profile was not found.");

    public static SegmentError NoRoute { get; } = new(404, "invalid_request_error", "Resource was not found.");

    public static SegmentError Unauthorized { get; } = new(401, "authentication_error", "Failed to authenticate the request.");

    public static SegmentError TooMany { get; } = new(429, "rate_limit_error", "Too many requests hit the API too quickly.");

    public static SegmentError Broken { get; } = new(500, "internal_error", "Something went wrong.");

    public static SegmentError Invalid(string what) => new(400, "validation_error", what);

    /// <summary>What stands in the body of a status that a fault asks for.</summary>
    public static SegmentError Of(int status) => status switch
    {
        401 => Unauthorized,
        404 => NotFound,
        429 => TooMany,
        >= 500 => Broken with { Status = status },
        _ => new(status, "invalid_request_error", $"The sandbox was asked to answer {status}."),
    };

    public Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(Status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", Code);
        writer.WriteString("message", Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
