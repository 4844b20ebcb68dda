using System.Globalization;

namespace Renderer.Sandbox.Crm;

/// <summary>A refusal in HubSpot's words. Texts and members are those of recorded answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What HubSpot says.</param>
/// <param name="Category">HubSpot's kind of error; null where it gives none.</param>
internal sealed record CrmError(int Status, string Message, string? Category = null)
{
    private const string Group = "publicapi:private_app-api-calls-ten-secondly:1:424242";

    /// <summary>Details, each a list of texts.</summary>
    public (string Name, string[] Values)? Context { get; init; }

    /// <summary>Further members, in order.</summary>
    public (string Name, string Value)[] Members { get; init; } = [];

    public static CrmError NoCredentials { get; } = new(
        401,
        "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
        "INVALID_AUTHENTICATION");

    public static CrmError ResourceNotFound { get; } = new(404, "resource not found", "OBJECT_NOT_FOUND");

    public static CrmError NotJson { get; } = new(415, "Unsupported Media Type: send application/json");

    public static CrmError TooManyInputs { get; } = Invalid("The maximum number of inputs supported in a batch request is 100");

    public static CrmError TooManyHistories { get; } =
        Invalid("The maximum number of inputs supported in a batch request for property histories is 50");

    public static CrmError Expired(DateTimeOffset expired, DateTimeOffset now) =>
        new(401, $"The OAuth token used to make this call expired {(long)(now - expired).TotalSeconds} second(s) ago.", "EXPIRED_AUTHENTICATION")
        {
            Context = ("expire time", [Wire.Instant(expired)]),
        };

    public static CrmError MissingScopes(string scope) =>
        new(403, "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.", "MISSING_SCOPES")
        {
            Context = ("requiredGranularScopes", [scope]),
        };

    /// <summary>Numeric ids are merely not found; others are told what ids look like.</summary>
    public static CrmError NoSuchContact(string id) => id.All(char.IsAsciiDigit)
        ? ResourceNotFound
        : new(404, "Object not found.  objectId are usually numeric.", "OBJECT_NOT_FOUND") { Context = ("id", [id]) };

    public static CrmError NotUnique(string property) => Invalid($"Unable to perform read by non-unique 0-1 property {property}");

    public static CrmError AlreadyExists(string holder) => new(409, $"Contact already exists. Existing ID: {holder}", "CONFLICT");

    public static CrmError Invalid(string message) => new(400, message, "VALIDATION_ERROR");

    public static CrmError BadJson(long line, long column, string why) =>
        new(400, string.Create(CultureInfo.InvariantCulture, $"Invalid input JSON on line {line}, column {column}: {why}"));

    public static CrmError Missing(string member) =>
        Invalid($"Invalid input JSON on line 1, column 2. Some required fields were not set: [{member}]");

    /// <summary>429, as HubSpot says it: without a Retry-After.</summary>
    /// <param name="policy">TEN_SECONDLY_ROLLING, SECONDLY (searches), or DAILY, which no retry mends.</param>
    public static CrmError RateLimited(string policy) =>
        new(429, $"You have reached your {policy.ToLowerInvariant()} limit.", "RATE_LIMITS")
        {
            Members = [("errorType", "RATE_LIMIT"), ("policyName", policy), ("groupName", Group)],
        };

    /// <summary>What stands in the body of a status that a fault, or the server, asks for.</summary>
    public static CrmError Of(int status) => status switch
    {
        401 => NoCredentials,
        404 => ResourceNotFound,
        429 => RateLimited("TEN_SECONDLY_ROLLING"),
        >= 500 => new(status, "internal error", "INTERNAL_ERROR"),
        413 => new(413, "Request entity too large", "VALIDATION_ERROR"),
        _ => new(status, $"The sandbox was asked to answer {status}.", "VALIDATION_ERROR"),
    };

    public Task WriteAsync(HttpContext context)
    {
        // The token endpoint has none of its own.
        var correlation = context.Response.Headers[CrmLimits.CorrelationId] is [{ } id] ? id : Guid.NewGuid().ToString();
        return context.Response.WriteJsonAsync(Status, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "error");
            writer.WriteString("message", Message);
            writer.WriteString("correlationId", correlation);
            if (Context is { } details)
            {
                writer.WriteStartObject("context");
                writer.WriteStartArray(details.Name);
                foreach (var value in details.Values)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            if (Category is not null)
            {
                writer.WriteString("category", Category);
            }

            foreach (var (name, value) in Members)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        });
    }
}
