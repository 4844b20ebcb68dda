using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.Mandrill;

/// <summary>A refusal in Mandrill's words.</summary>
internal sealed record MandrillError(int Status, int Code, string Name, string Message)
{
    public static MandrillError Key { get; } = new(401, -1, "Invalid_Key", "Invalid API key");

    public static MandrillError NoKey { get; } = new(401, -1, "Invalid_Key", "You must specify a key value");

    public static MandrillError NoTemplate(string name) => new(404, 5, "Unknown_Template", $"No such template \"{name}\"");

    public static MandrillError Invalid(string field, string what) =>
        new(400, -2, "ValidationError", $"Validation error: {JsonSerializer.Serialize(new Dictionary<string, string> { [field] = what })}");

    public static MandrillError Of(int status) => status switch
    {
        401 => Key,
        404 => new(404, -100, "Unknown_Method", "Unknown method"),
        413 => new(413, -2, "ValidationError", "The request is larger than 25 MB"),
        429 => new(429, -99, "Too_Many_Requests", "Too many requests: slow down"),
        >= 500 => new(status, -99, "GeneralError", "We were unable to process this request"),
        _ => new(status, -99, "GeneralError", string.Create(CultureInfo.InvariantCulture, $"The sandbox was asked to answer {status}.")),
    };

    public Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(
        Status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "error");
            writer.WriteNumber("code", Code);
            writer.WriteString("name", Name);
            writer.WriteString("message", Message);
            writer.WriteEndObject();
        },
        "application/json; charset=utf-8");
}
