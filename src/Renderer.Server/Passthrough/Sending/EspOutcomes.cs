using System.Globalization;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough.Sending;

/// <summary>The one owner of what a caller is told in the end: the ESP's own answer where there is one, else one in its words.</summary>
internal static class EspOutcomes
{
    /// <summary>How many of a request's messages the ESP took, where it did not take all: <c>3/10</c>.</summary>
    private const string AcceptedHeader = "X-Renderer-Accepted";

    public static EspReply Answer(EspCall call, IEspApi api, DeliveryPlan plan, IReadOnlyList<EspSend> sends, IReadOnlyList<EspReply> replies)
    {
        if (replies is [{ State: ReplyState.Whole } only] && sends.Count == 1 && !plan.IsRetry && (!only.IsSuccess || call.Mail?.IsAnsweredBy(sends[0]) != false))
        {
            return only;
        }

        var accepted = plan.Verdicts.Count(verdict => verdict?.Delivery == Delivery.Accepted);
        if (Array.Exists(plan.Verdicts, verdict => verdict?.Delivery == Delivery.Unknown))
        {
            return With(EspAnswers.Refusal(api, Unknown(plan)), accepted, plan.Verdicts.Length);
        }

        if (replies.FirstOrDefault(reply => !reply.IsSuccess) is { } failed)
        {
            return With(failed.State == ReplyState.NotSent ? EspAnswers.Refusal(api, Unreachable(call)) : failed, accepted, plan.Verdicts.Length);
        }

        return api.Combine(call, plan.Verdicts);
    }

    /// <summary>Nobody knows whether it went: said so that no SDK tries again by itself.</summary>
    private static Problem Unknown(DeliveryPlan plan) => new(
        ProblemCode.DeliveryUnknown,
        plan.Key is null
            ? "The connection to the ESP broke after it may have had the request: look at the ESP whether the mail went before you send it again. With an 'Idempotency-Key' a retry would send only what certainly did not go."
            : "Of some recipients nobody knows whether the ESP has them: they are not sent again under this 'Idempotency-Key'. All others are.");

    private static Problem Unreachable(EspCall call) => new(
        ProblemCode.EspUnreachable, $"The ESP '{call.Esp.Name}' cannot be reached, and nothing was sent; send it again.") { RetryAfter = 1 };

    private static EspReply With(EspReply reply, int accepted, int all) => all < 2 ? reply : reply with
    {
        Headers = [.. reply.Headers, (AcceptedHeader, string.Create(CultureInfo.InvariantCulture, $"{accepted}/{all}"))],
    };
}
