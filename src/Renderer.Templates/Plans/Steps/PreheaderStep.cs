using System.Text;
using Renderer.Templates.Html;

namespace Renderer.Templates.Plans.Steps;

/// <summary>Writes the hidden preheader, where there is one.</summary>
internal sealed class PreheaderStep : Step
{
    public override Flow Run(PlanRun run)
    {
        if (!string.IsNullOrEmpty(run.Mail.Preheader))
        {
            run.Sink.Write(Encoding.UTF8.GetBytes(PreheaderPlace.Block(run.Mail.Preheader)));
        }

        return Flow.On;
    }
}
