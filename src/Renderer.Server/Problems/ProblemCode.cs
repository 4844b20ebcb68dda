namespace Renderer.Server.Problems;

/// <summary>Every way a request can be refused: the contract's stable codes, also the metric label.</summary>
internal enum ProblemCode
{
    BadJson,
    UnknownField,
    BadParameter,
    RecipientMissing,
    Unauthorized,
    Forbidden,
    TemplateUnknown,
    VersionUnknown,
    BlockUnknown,
    ProfileUnknown,
    MessageUnknown,
    NotFound,
    MethodNotAllowed,
    BodyTooLarge,
    UnsupportedMediaType,
    TemplateInvalid,
    ProfileMissing,
    ProfileUnavailable,
    ConnectionUnknown,
    ConnectionFailed,
    ConsentNotNeeded,
    RateLimited,
    Overloaded,
    Unavailable,
    NodeLost,
    NodeTimeout,
    Internal,
}

/// <summary>The contract's spelling and status of each code.</summary>
internal static class ProblemCodes
{
    public static string Label(this ProblemCode code) => code switch
    {
        ProblemCode.BadJson => "bad_json",
        ProblemCode.UnknownField => "unknown_field",
        ProblemCode.BadParameter => "bad_parameter",
        ProblemCode.RecipientMissing => "recipient_missing",
        ProblemCode.Unauthorized => "unauthorized",
        ProblemCode.Forbidden => "forbidden",
        ProblemCode.TemplateUnknown => "template_unknown",
        ProblemCode.VersionUnknown => "version_unknown",
        ProblemCode.BlockUnknown => "block_unknown",
        ProblemCode.ProfileUnknown => "profile_unknown",
        ProblemCode.MessageUnknown => "not_found",
        ProblemCode.NotFound => "not_found",
        ProblemCode.MethodNotAllowed => "method_not_allowed",
        ProblemCode.BodyTooLarge => "body_too_large",
        ProblemCode.UnsupportedMediaType => "unsupported_media_type",
        ProblemCode.TemplateInvalid => "template_invalid",
        ProblemCode.ProfileMissing => "profile_missing",
        ProblemCode.ProfileUnavailable => "profile_unavailable",
        ProblemCode.ConnectionUnknown => "connection_unknown",
        ProblemCode.ConnectionFailed => "connection_failed",
        ProblemCode.ConsentNotNeeded => "consent_not_needed",
        ProblemCode.RateLimited => "rate_limited",
        ProblemCode.Overloaded => "overloaded",
        ProblemCode.Unavailable => "unavailable",
        ProblemCode.NodeLost => "node_lost",
        ProblemCode.NodeTimeout => "node_timeout",
        _ => "internal",
    };

    public static int Status(this ProblemCode code) => code switch
    {
        ProblemCode.BadJson or ProblemCode.UnknownField or ProblemCode.BadParameter or ProblemCode.RecipientMissing => 400,
        ProblemCode.Unauthorized => 401,
        ProblemCode.Forbidden => 403,
        ProblemCode.TemplateUnknown or ProblemCode.VersionUnknown or ProblemCode.BlockUnknown
            or ProblemCode.ProfileUnknown or ProblemCode.ConnectionUnknown or ProblemCode.MessageUnknown or ProblemCode.NotFound => 404,
        ProblemCode.MethodNotAllowed => 405,
        ProblemCode.BodyTooLarge => 413,
        ProblemCode.UnsupportedMediaType => 415,
        ProblemCode.TemplateInvalid or ProblemCode.ProfileMissing => 422,
        ProblemCode.ConsentNotNeeded => 409,
        ProblemCode.ConnectionFailed => 502,
        ProblemCode.RateLimited => 429,
        ProblemCode.ProfileUnavailable or ProblemCode.Overloaded or ProblemCode.Unavailable => 503,
        ProblemCode.NodeLost => 502,
        ProblemCode.NodeTimeout => 504,
        _ => 500,
    };

    public static string Title(this ProblemCode code) => code switch
    {
        ProblemCode.BadJson => "The body is not the JSON that this route takes",
        ProblemCode.UnknownField => "A member that this route does not know",
        ProblemCode.BadParameter => "A value that this route does not take",
        ProblemCode.RecipientMissing => "No recipient",
        ProblemCode.Unauthorized => "No valid key",
        ProblemCode.Forbidden => "This key may not do that",
        ProblemCode.TemplateUnknown => "No such template",
        ProblemCode.VersionUnknown => "No such version",
        ProblemCode.BlockUnknown => "No such block",
        ProblemCode.ProfileUnknown => "No such person here",
        ProblemCode.MessageUnknown => "No record of that message",
        ProblemCode.NotFound => "No such route",
        ProblemCode.MethodNotAllowed => "Not with this method",
        ProblemCode.BodyTooLarge => "The body is too large",
        ProblemCode.UnsupportedMediaType => "Not this media type",
        ProblemCode.TemplateInvalid => "The template has no good version",
        ProblemCode.ProfileMissing => "The CRM knows no such person",
        ProblemCode.ProfileUnavailable => "The CRM could not be asked in time",
        ProblemCode.ConnectionUnknown => "No such connection",
        ProblemCode.ConnectionFailed => "The connection cannot be used",
        ProblemCode.ConsentNotNeeded => "Nobody has to consent",
        ProblemCode.RateLimited => "More at once than this workspace may",
        ProblemCode.Overloaded => "More at once than this node can",
        ProblemCode.Unavailable => "Cannot be done now",
        ProblemCode.NodeLost => "The node went away",
        ProblemCode.NodeTimeout => "The node did not answer in time",
        _ => "A fault of ours",
    };
}
