using Renderer.Templates.Plans;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid.Running;

/// <summary>What filters work with, whether their script is compiled or interpreted.</summary>
/// <param name="mail">The message.</param>
/// <param name="budget">What the script may use.</param>
internal sealed class LiquidRun(MailRun mail, Budget budget)
{
    public MailRun Mail => mail;

    public Budget Budget => budget;

    /// <summary>Values are written for HTML; else as they are.</summary>
    public bool Escapes { get; set; }

    /// <summary>That of a plan's script, made when it is first needed.</summary>
    public static LiquidRun Of(PlanRun run)
    {
        var own = run.Own as LiquidRun ?? new LiquidRun(run.Mail, new Budget(run.Mail, run.Deadline));
        run.Own = own;
        own.Escapes = run.Escapes;
        return own;
    }
}
