using Renderer.Templates.Scriban;

namespace Renderer.Templates.Plans.Terms;

/// <summary>Whether the person is in a segment.</summary>
/// <param name="segment">Its name.</param>
internal sealed class SegmentTerm(string segment) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var answer = run.Mail.Segment(segment, run.Deadline);
        return answer.Failed ? throw new SegmentSignal(default, segment, answer) : Value.Of(answer.Holds);
    }
}
