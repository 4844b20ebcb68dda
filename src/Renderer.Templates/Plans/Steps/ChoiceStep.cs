namespace Renderer.Templates.Plans.Steps;

/// <summary>Runs the first branch whose test holds.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="tests">In order.</param>
/// <param name="bodies">One for each test.</param>
/// <param name="otherwise">When none holds.</param>
internal sealed class ChoiceStep(int at, Term[] tests, Step[][] bodies, Step[] otherwise) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        for (var i = 0; i < tests.Length; i++)
        {
            if (tests[i].Holds(run))
            {
                return RunAll(bodies[i], run);
            }
        }

        return RunAll(otherwise, run);
    }
}
