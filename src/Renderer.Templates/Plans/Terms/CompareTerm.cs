using Renderer.Templates.Forms;

namespace Renderer.Templates.Plans.Terms;

/// <summary>A comparison: whole numbers and equality of texts at once, the rest by the language.</summary>
internal sealed class CompareTerm(Operator between, Term left, Term right, int at) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var a = left.Evaluate(run);
        var b = right.Evaluate(run);
        if (a.Kind == Kind.Int && b.Kind == Kind.Int)
        {
            return Value.Of(between switch
            {
                Operator.Equal => a.Whole == b.Whole,
                Operator.NotEqual => a.Whole != b.Whole,
                Operator.Less => a.Whole < b.Whole,
                Operator.LessOrEqual => a.Whole <= b.Whole,
                Operator.Greater => a.Whole > b.Whole,
                _ => a.Whole >= b.Whole,
            });
        }

        if (a.Kind == Kind.Utf8 && b.Kind == Kind.Utf8 && between is Operator.Equal or Operator.NotEqual)
        {
            return Value.Of(a.Bytes.SequenceEqual(b.Bytes) == (between == Operator.Equal));
        }

        return run.Semantics.Binary(run, between, a, b, at);
    }
}

/// <summary>Arithmetic and ranges: by the language.</summary>
internal sealed class BinaryTerm(Operator between, Term left, Term right, int at) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var a = left.Evaluate(run);
        var b = right.Evaluate(run);
        return run.Semantics.Binary(run, between, a, b, at);
    }
}

/// <summary>A sign before a number.</summary>
internal sealed class SignTerm(Operator before, Term value, int at) : Term
{
    public override Value Evaluate(PlanRun run) => run.Semantics.Unary(run, before, value.Evaluate(run), at);
}
