using System.Text;
using Renderer.Templates.Html;

namespace Renderer.Templates.Plans.Steps;

/// <summary>Writes the hidden preheader, where there is one.</summary>
internal sealed class PreheaderStep : Step
{
    private static readonly byte[] Before = Encoding.UTF8.GetBytes(PreheaderPlace.Before);
    private static readonly byte[] After = Encoding.UTF8.GetBytes(PreheaderPlace.After);

    public override Flow Run(PlanRun run)
    {
        if (!string.IsNullOrEmpty(run.Mail.Preheader))
        {
            run.Sink.Write(Before);
            run.Sink.Write((ReadOnlySpan<char>)HtmlText.Encode(run.Mail.Preheader));
            run.Sink.Write(After);
        }

        return Flow.On;
    }
}
