namespace Renderer.Templates.Plans.Terms;

/// <summary>Both hold.</summary>
internal sealed class AndTerm(Term left, Term right) : Term
{
    public override Value Evaluate(PlanRun run) => Value.Of(Holds(run));

    public override bool Holds(PlanRun run) => left.Holds(run) && right.Holds(run);
}

/// <summary>One of both holds.</summary>
internal sealed class OrTerm(Term left, Term right) : Term
{
    public override Value Evaluate(PlanRun run) => Value.Of(Holds(run));

    public override bool Holds(PlanRun run) => left.Holds(run) || right.Holds(run);
}

/// <summary>It does not hold.</summary>
internal sealed class NotTerm(Term value) : Term
{
    public override Value Evaluate(PlanRun run) => Value.Of(Holds(run));

    public override bool Holds(PlanRun run) => !value.Holds(run);
}

/// <summary>One of two values.</summary>
internal sealed class EitherTerm(Term test, Term then, Term otherwise) : Term
{
    public override Value Evaluate(PlanRun run) => (test.Holds(run) ? then : otherwise).Evaluate(run);
}

/// <summary>The left value, or the right one where there is none.</summary>
internal sealed class IfNothingTerm(Term left, Term right) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = left.Evaluate(run);
        var other = right.Evaluate(run);
        return value.IsNothing ? other : value;
    }
}

/// <summary>The right value where there is a left one.</summary>
internal sealed class IfSomethingTerm(Term left, Term right) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = left.Evaluate(run);
        var other = right.Evaluate(run);
        return value.IsNothing ? value : other;
    }
}
