using Renderer.Messages;
using Renderer.Model;
using Renderer.Server.Problems;

namespace Renderer.Server.Send;

/// <summary>Says to a caller why there is no message.</summary>
internal static class Refusals
{
    public static Problem Of(MessageFailure failure, IReadOnlyList<Diagnostic>? diagnostics) => failure switch
    {
        MessageFailure.TemplateUnknown => new(ProblemCode.TemplateUnknown, "This workspace has no template of that name; GET /v1/templates lists them."),
        MessageFailure.VersionUnknown => new(ProblemCode.VersionUnknown, "That version is not among the template's last 20 good ones; GET /v1/templates/{name}/versions lists them."),
        MessageFailure.BlockUnknown => new(ProblemCode.BlockUnknown, "The template has no block of that name; GET /v1/templates/{name} lists them."),
        MessageFailure.TemplateInvalid => new(ProblemCode.TemplateInvalid, "The template never had a good version; mend what 'diagnostics' names.") { Diagnostics = diagnostics ?? [] },
        MessageFailure.ProfileMissing => new(ProblemCode.ProfileMissing, "The CRM knows no such person. Check the identifier, or leave out 'on_missing': 'fail' to get the template's defaults."),
        MessageFailure.Internal => new(ProblemCode.Internal, "This is a fault of ours; the log has it under this trace_id."),
        _ => new(ProblemCode.ProfileUnavailable, "The CRM could not be asked within the budget. Try again, or leave out 'on_missing': 'fail' to get the template's defaults.") { RetryAfter = 1 },
    };
}
