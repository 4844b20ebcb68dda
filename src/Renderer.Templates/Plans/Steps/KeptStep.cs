namespace Renderer.Templates.Plans.Steps;

/// <summary>Steps that write the same for many messages: run for the first of them, written again for the others.</summary>
/// <param name="at">Where they stand.</param>
/// <param name="steps">In order.</param>
/// <param name="reuse">What is kept of them.</param>
internal sealed class KeptStep(int at, Step[] steps, Reuse reuse) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        if (run.IsMidCharacter || reuse.For(run.Mail, run.Deadline) is not { } place)
        {
            return RunAll(steps, run);
        }

        if (place.Text is { } kept)
        {
            run.Sink.Write(kept);
            run.Mail.Reused(kept.Length);
            return Flow.On;
        }

        var start = run.Sink.Length;
        var flow = RunAll(steps, run);
        if (!run.IsMidCharacter)
        {
            place.Keep(run.Sink.Written[start..].ToArray());
        }

        return flow;
    }
}
