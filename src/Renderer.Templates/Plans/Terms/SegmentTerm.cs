namespace Renderer.Templates.Plans.Terms;

/// <summary>Whether the person is in a segment.</summary>
/// <param name="segment">Its name.</param>
internal sealed class SegmentTerm(string segment) : Term
{
    public override Value Evaluate(PlanRun run) => Value.Of(run.Mail.IsIn(segment));
}
