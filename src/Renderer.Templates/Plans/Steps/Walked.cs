namespace Renderer.Templates.Plans.Steps;

/// <summary>What a loop goes through, and which of it.</summary>
/// <param name="Over">The list.</param>
/// <param name="Offset">How many items are passed over; null: none.</param>
/// <param name="Limit">The most items; null: all.</param>
/// <param name="IsReversed">From the last to the first.</param>
/// <param name="End">The variable that keeps where it ended; null where no loop goes on there.</param>
internal sealed record Walked(Term Over, Term? Offset, Term? Limit, bool IsReversed, int? End)
{
    public Walk Walk(PlanRun run, in Value value, int at)
    {
        var walk = run.Semantics.Walk(run, value, Offset is null ? default : Offset.Evaluate(run), Limit is null ? default : Limit.Evaluate(run), IsReversed, at);
        if (End is { } local)
        {
            run.Local(local) = Value.Of(walk.End);
        }

        return walk;
    }
}
