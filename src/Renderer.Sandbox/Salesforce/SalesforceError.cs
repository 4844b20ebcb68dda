namespace Renderer.Sandbox.Salesforce;

/// <summary>A refusal in Salesforce's words: a list of errors.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Its error code.</param>
/// <param name="Message">What it says.</param>
internal sealed record SalesforceError(int Status, string Code, string Message)
{
    public static SalesforceError NoSession { get; } = new(401, "INVALID_SESSION_ID", "Session expired or invalid");

    public static SalesforceError LimitExceeded { get; } = new(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");

    public static SalesforceError NotFound { get; } = new(404, "NOT_FOUND", "The requested resource does not exist");

    public static SalesforceError NoExternalId(string field) =>
        new(404, "NOT_FOUND", $"Provided external ID field does not exist or is not accessible: {field}");

    public static SalesforceError NoColumn(string field, SObject sobject) =>
        new(400, "INVALID_FIELD", $"No such column '{field}' on sobject of type {sobject.Name}");

    /// <summary>The same of a query, which shows the place.</summary>
    public static SalesforceError NoColumn(string field, SObject sobject, string query) => field.Split('.') is [var reference, .., var last]
        ? new(400, "INVALID_FIELD", reference.Equals("Account", StringComparison.OrdinalIgnoreCase)
            ? NoColumnOn(last, "Account", query)
            : $"\n{query}\n^\nERROR at Row:1:Column:8\nDidn't understand relationship '{reference}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.")
        : new(400, "INVALID_FIELD", NoColumnOn(field, sobject.Name, query));

    public static SalesforceError Malformed(string what) => new(400, "MALFORMED_QUERY", what);

    public static SalesforceError BadLocator { get; } = new(400, "INVALID_QUERY_LOCATOR", "invalid query locator");

    public static SalesforceError NoType(string name) => new(
        400, "INVALID_TYPE", $"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.");

    public static SalesforceError NotJson { get; } = new(400, "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body, or it is no JSON object.");

    public static SalesforceError TooMany { get; } =
        new(400, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 2000 records into this call");

    /// <summary>What a fault, or the server, asks for.</summary>
    public static SalesforceError Of(int status) => status switch
    {
        401 => NoSession,
        403 => LimitExceeded,
        404 => NotFound,
        429 => LimitExceeded with { Status = 429 },
        503 => new(503, "SERVER_UNAVAILABLE", "We are down for maintenance. Sorry for the inconvenience. We'll be back shortly."),
        >= 500 => new(status, "UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId if you contact support: 424242-5081"),
        _ => new(status, "UNKNOWN_EXCEPTION", $"The sandbox was asked to answer {status}."),
    };

    public Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(Status, writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("message", Message);
        writer.WriteString("errorCode", Code);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    private static string NoColumnOn(string field, string entity, string query) =>
        $"\n{query}\n^\nERROR at Row:1:Column:8\nNo such column '{field}' on entity '{entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
}
