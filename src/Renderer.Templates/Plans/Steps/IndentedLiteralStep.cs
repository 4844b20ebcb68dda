namespace Renderer.Templates.Plans.Steps;

/// <summary>Writes text as it stands, in a plain text that keeps the indent of its code.</summary>
/// <param name="text">It in UTF-8.</param>
/// <param name="indent">What begins each line.</param>
internal sealed class IndentedLiteralStep(byte[] text, byte[] indent) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.WriteLines(text, indent);
        return Flow.On;
    }
}
