namespace Renderer.Templates.Plans.Steps;

/// <summary>Evaluates for the effect alone.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="term">What is evaluated.</param>
internal sealed class EvaluateStep(int at, Term term) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        term.Evaluate(run);
        return Flow.On;
    }
}
