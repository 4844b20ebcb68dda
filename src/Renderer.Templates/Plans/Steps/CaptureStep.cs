namespace Renderer.Templates.Plans.Steps;

/// <summary>Collects what a body writes in a variable.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="local">The variable.</param>
/// <param name="body">What is collected.</param>
internal sealed class CaptureStep(int at, int local, Step[] body) : Step
{
    public override Flow Run(PlanRun run)
    {
        var sink = run.Sink;
        var start = sink.Length;
        var flow = RunAll(body, run);
        var value = run.Semantics.Captured(run, sink.Written[start..].ToArray(), at);
        sink.CutBack(start);
        run.Local(local) = value;
        return flow;
    }
}
