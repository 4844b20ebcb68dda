using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>A token, or why there is none.</summary>
/// <param name="Token">The token; null when there is none.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Error">OAuth's code for it (RFC 6749 section 5.2), when it is one that we know; for the log.</param>
/// <param name="RetryAfter">What a limited token endpoint asked us to wait.</param>
/// <param name="Advice">What to do about a refusal.</param>
internal readonly record struct TokenAnswer(
    AccessToken? Token, TokenFailure Failure = TokenFailure.None, string? Error = null, TimeSpan? RetryAfter = null, string? Advice = null);

/// <summary>Why there is no token.</summary>
internal enum TokenFailure
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>The endpoint did not answer in time.</summary>
    TimedOut,

    /// <summary>The endpoint could not be reached, or answered 5xx.</summary>
    Unreachable,

    /// <summary>The endpoint answered, but with no token that can be used.</summary>
    Unreadable,

    /// <summary>The endpoint said "too many requests".</summary>
    Limited,

    /// <summary>The endpoint refused our credentials, or the CRM refuses every token that it gives.</summary>
    Refused,

    /// <summary>The ledger cannot keep the refresh token that would come, so that none is asked for.</summary>
    NotKept,
}

/// <summary>What a token's failure means to the one who asked for a person.</summary>
internal static class TokenFailures
{
    public static string Label(this TokenFailure failure) => failure switch
    {
        TokenFailure.None => "ok",
        TokenFailure.TimedOut => "timed_out",
        TokenFailure.Unreachable => "unreachable",
        TokenFailure.Unreadable => "unreadable",
        TokenFailure.Limited => "limited",
        TokenFailure.NotKept => "not_kept",
        _ => "refused",
    };

    public static Reason AsReason(this TokenFailure failure) => failure switch
    {
        TokenFailure.None => Reason.None,
        TokenFailure.TimedOut => Reason.CrmTimeout,
        TokenFailure.Limited => Reason.CrmLimited,
        TokenFailure.Refused => Reason.CrmUnauthorized,
        _ => Reason.CrmError,
    };
}
