namespace Renderer.Sandbox.Dataverse;

/// <summary>A refusal in Dataverse's words.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The platform's number.</param>
/// <param name="Message">What it says.</param>
internal sealed record DataverseError(int Status, string Code, string Message)
{
    private const string Contact = "Microsoft.Dynamics.CRM.contact";

    /// <summary>Requests of a user in 300 s; its fellows are ...321 (execution time) and ...326 (at once).</summary>
    public const string TooMany = "0x80072322";

    public static DataverseError NoSegment(string segment) => new(404, "0x8006088a", $"Resource not found for the segment '{segment}'.");

    public static DataverseError Nobody(Guid id) => new(404, "0x80040217", $"Entity 'contact' With Id = {id:D} Does Not Exist");

    public static DataverseError NoKey => new(404, "0x80060891", "A record with the specified key values does not exist in contact entity");

    public static DataverseError NotAKey(string name) =>
        new(400, "0x80060888", $"The key in the request URI is not valid for resource 'contacts'. Ensure that the names and number of key properties match the declared or alternate key properties; '{name}' is none.");

    public static DataverseError NoProperty(string name, string type = Contact) =>
        new(400, "0x80060888", $"Could not find a property named '{name}' on type '{type}'.");

    public static DataverseError Syntax(string what) => new(400, "0x80060888", $"Syntax error: {what}.");

    public static DataverseError Option(string name) => new(400, "0x80060888", $"The query parameter {name} is not supported");

    public static DataverseError Limited(int status = 429) => new(
        status, TooMany, "Number of requests exceeded the limit of 6000 over time window of 300 seconds.");

    /// <summary>What stands in the body of a status that a fault asks for.</summary>
    public static DataverseError Of(int status) => status switch
    {
        404 => NoSegment("contact"),
        429 => Limited(),
        403 => new(403, "0x80040220", "Principal user is missing prvReadContact privilege"),
        >= 500 => new(status, "0x80040216", "An unexpected error occurred."),
        _ => new(status, "0x80040265", $"The sandbox was asked to answer {status}."),
    };

    public Task WriteAsync(HttpContext context)
    {
        if (Status == 401)
        {
            // Dataverse says nothing in a 401's body.
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize";
            return Task.CompletedTask;
        }

        return context.Response.WriteJsonAsync(
            Status,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("error");
                writer.WriteString("code", Code);
                writer.WriteString("message", Message);
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            ContactTable.ContentType);
    }
}
