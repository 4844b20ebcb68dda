namespace Renderer.Templates.Plans.Steps;

/// <summary>Collects what a body writes in a variable.</summary>
/// <param name="local">The variable.</param>
/// <param name="body">What is collected.</param>
internal sealed class CaptureStep(int local, Step[] body) : Step
{
    public override Flow Run(PlanRun run)
    {
        var sink = run.Sink;
        var start = sink.Length;
        var flow = RunAll(body, run);
        run.Local(local) = Value.Captured(sink.Written[start..].ToArray());
        sink.CutBack(start);
        return flow;
    }
}
