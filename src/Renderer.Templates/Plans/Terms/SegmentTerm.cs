namespace Renderer.Templates.Plans.Terms;

/// <summary>Whether the person is in a segment.</summary>
/// <param name="segment">Its name.</param>
/// <param name="at">Where it stands.</param>
internal sealed class SegmentTerm(string segment, int at) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var answer = run.Mail.Segment(segment, run.Deadline);
        return answer.Failed ? throw new PlanFault(at, $"The rule of segment '{segment}' failed: {answer.Fault?.Message}", answer.Reason) : Value.Of(answer.Holds);
    }
}
