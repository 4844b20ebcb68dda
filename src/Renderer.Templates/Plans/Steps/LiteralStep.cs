namespace Renderer.Templates.Plans.Steps;

/// <summary>Writes text as it stands.</summary>
/// <param name="text">It in UTF-8.</param>
internal sealed class LiteralStep(byte[] text) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Sink.Write(text);
        return Flow.On;
    }
}
