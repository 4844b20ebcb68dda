namespace Renderer.Templates.Plans.Steps;

/// <summary>Leaves the innermost loop, or goes on with its next item.</summary>
/// <param name="flow">Which of both.</param>
internal sealed class LeaveStep(Flow flow) : Step
{
    public override Flow Run(PlanRun run) => flow;
}
