namespace Renderer.Templates.Plans;

/// <summary>A step of a plan: writes, chooses, repeats, assigns.</summary>
internal abstract class Step
{
    public abstract Flow Run(PlanRun run);

    /// <summary>Runs steps in order, until one leaves.</summary>
    public static Flow RunAll(Step[] steps, PlanRun run)
    {
        foreach (var step in steps)
        {
            if (step.Run(run) is var flow && flow != Flow.On)
            {
                return flow;
            }
        }

        return Flow.On;
    }
}

/// <summary>How it goes on after a step.</summary>
internal enum Flow
{
    /// <summary>With the next step.</summary>
    On,

    /// <summary>After the innermost loop.</summary>
    Break,

    /// <summary>With the innermost loop's next item.</summary>
    Continue,
}
