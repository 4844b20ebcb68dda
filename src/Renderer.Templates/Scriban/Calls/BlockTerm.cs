using Renderer.Templates.Plans;

namespace Renderer.Templates.Scriban.Calls;

/// <summary><c>block</c>: a block's HTML, or what is left of it in plain text.</summary>
internal sealed class BlockTerm(Term name) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = name.Evaluate(run);
        var result = run.Mail.Block(run.Semantics.Text(run, value) ?? "");
        if (result.SkipReason is { } why)
        {
            throw new SkipSignal(default, why);
        }

        return run.Escapes ? Value.Markup(result.Utf8) : Value.Of(run.Mail.Mail.TextOf(result.Text).ReplaceLineEndings("\n"));
    }
}
