using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;

namespace Renderer.Templates.Liquid.Calls;

/// <summary><c>default</c>: another value for nothing, false, and what is empty.</summary>
internal sealed class DefaultTerm(Term value, Term other, CallTerm otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var result = value.Evaluate(run);
        switch (result.Kind)
        {
            case <= Kind.False:
                return other.Evaluate(run);
            case Kind.True or Kind.Int or Kind.Long or Kind.Double or Kind.Decimal or Kind.Date:
                return result;
            case Kind.Utf8 or Kind.Markup:
                return result.Bytes.IsEmpty ? other.Evaluate(run) : result;
            case Kind.List:
                return result.Count == 0 ? other.Evaluate(run) : result;
            default:
                return otherwise.With(run, result);
        }
    }
}
