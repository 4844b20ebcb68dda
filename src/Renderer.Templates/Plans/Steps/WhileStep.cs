namespace Renderer.Templates.Plans.Steps;

/// <summary>Runs a body as long as a test holds.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="test">What must hold.</param>
/// <param name="body">What is run each time.</param>
internal sealed class WhileStep(int at, Term test, Step[] body) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.EnterLoop();
        for (var i = 0; ; i++)
        {
            run.Count(at);
            run.Turn(at);
            if (!test.Holds(run))
            {
                break;
            }

            run.Loop(0).Index = i;
            if (RunAll(body, run) == Flow.Break)
            {
                break;
            }
        }

        run.LeaveLoop();
        return Flow.On;
    }
}
