using Renderer.Templates.Rendering;

namespace Renderer.Templates.Plans.Calls;

/// <summary><c>link</c>: what the source names is a mark once for all messages.</summary>
internal sealed class LinkTerm(Term address) : Term
{
    private byte[]? known;

    public override Value Evaluate(PlanRun run)
    {
        if (address is not Terms.ConstantTerm { Constant.Kind: Kind.Utf8 } constant)
        {
            return Value.Of(OpenParts.Link(run.Mail, run.Semantics.Text(run, address.Evaluate(run)) ?? ""));
        }

        known ??= System.Text.Encoding.UTF8.GetBytes(OpenParts.Link(run.Mail, constant.Constant.Characters));
        return Value.Utf8(known, 0, known.Length);
    }
}
