using Renderer.Templates.Plans;

namespace Renderer.Templates.Scriban.Calls;

/// <summary><c>object.default</c>: another value for nothing and for an empty text.</summary>
internal sealed class DefaultTerm(Term value, Term otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var result = value.Evaluate(run);
        var other = otherwise.Evaluate(run);
        return result.IsNothing || (result.Kind == Kind.Utf8 && result.Bytes.IsEmpty) || (result.Kind == Kind.Text && result.String.Length == 0) ? other : result;
    }
}
