namespace Renderer.Profiles.Tokens;

/// <summary>OAuth's codes for what is wrong with a token request: a closed set, so that a log never repeats what a server made up.</summary>
internal static class OAuthErrors
{
    public const string InvalidGrant = "invalid_grant";

    /// <summary>Not OAuth's: nobody has consented yet.</summary>
    public const string ConsentNeeded = "consent_needed";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["invalid_request"] = "invalid_request",
        ["invalid_client"] = "invalid_client",
        [InvalidGrant] = InvalidGrant,
        ["unauthorized_client"] = "unauthorized_client",
        ["unsupported_grant_type"] = "unsupported_grant_type",
        ["invalid_scope"] = "invalid_scope",
        ["invalid_target"] = "invalid_target",
        ["access_denied"] = "access_denied",

        // HubSpot's `status`, beside or in the place of `error`.
        ["BAD_CLIENT_ID"] = "invalid_client",
        ["BAD_CLIENT_SECRET"] = "invalid_client",
        ["BAD_REFRESH_TOKEN"] = InvalidGrant,
        ["BAD_AUTH_CODE"] = InvalidGrant,

        // Salesforce
        ["invalid_client_id"] = "invalid_client",
        ["invalid_client_credentials"] = "invalid_client",
        ["inactive_user"] = "unauthorized_client",
        ["inactive_org"] = "unauthorized_client",
        ["invalid_app_access"] = "unauthorized_client",

        // Zoho, with status 200
        ["invalid_code"] = InvalidGrant,
        ["invalid_client_secret"] = "invalid_client",
    };

    /// <summary>The code that a server's word means; null for a word that is not known.</summary>
    public static string? Known(string? word) => word is null ? null : Words.GetValueOrDefault(word);

    /// <summary>Whether asking again changes nothing until somebody mends the connection.</summary>
    public static bool IsBroken(string? error) => error is InvalidGrant or ConsentNeeded or "invalid_client" or "unauthorized_client";
}
