using System.Text;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Liquid.Calls;

/// <summary><c>block</c>: a block's HTML, or what is left of it in plain text.</summary>
internal sealed class BlockTerm(Term name, int at) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var result = Blocks.Shown(run.Mail, run.Semantics.Text(run, name.Evaluate(run))!, at);
        return run.Escapes ? Value.Markup(result.Utf8) : Value.Captured(Encoding.UTF8.GetBytes(Blocks.Text(run.Mail, result.Text)));
    }
}

/// <summary><c>skip</c>: the message must not be sent.</summary>
internal sealed class SkipTerm(Term? why) : Term
{
    public override Value Evaluate(PlanRun run) =>
        run.Mail.IgnoresSkip ? Value.Nothing : throw new SkipSignal(why is null ? "" : run.Semantics.Text(run, why.Evaluate(run))!);
}
