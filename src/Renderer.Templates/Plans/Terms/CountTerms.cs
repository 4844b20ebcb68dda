namespace Renderer.Templates.Plans.Terms;

/// <summary>A counter moves: up it tells what it was, down what it is.</summary>
/// <param name="local">The variable that keeps it.</param>
/// <param name="isUp">By one up; else by one down.</param>
internal sealed class CountTerm(int local, bool isUp) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        ref var counter = ref run.Local(local);
        var was = counter.Kind == Kind.Unset ? 0 : counter.Whole;
        counter = Value.Of(isUp ? was + 1 : was - 1);
        return isUp ? Value.Of(was) : counter;
    }
}

/// <summary>Another one of some values each time.</summary>
/// <param name="local">The variable that keeps where it is.</param>
/// <param name="values">What it goes through.</param>
internal sealed class CycleTerm(int local, Term[] values) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var turn = run.Local(local) is { Kind: not Kind.Unset } kept ? (int)kept.Whole : 0;
        var value = turn < values.Length ? values[turn].Evaluate(run) : Value.Nothing;
        run.Local(local) = Value.Of(turn + 1 >= values.Length ? 0 : turn + 1);
        return value;
    }
}
