namespace Renderer.Templates.Plans.Steps;

/// <summary>Runs a body for each item of a list.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="over">What is walked through.</param>
/// <param name="offset">How many items are passed over; null: none.</param>
/// <param name="limit">The most items; null: all.</param>
/// <param name="isReversed">From the last to the first.</param>
/// <param name="body">What is run for each.</param>
/// <param name="otherwise">What is run when there is no item.</param>
internal sealed class LoopStep(int at, Term over, Term? offset, Term? limit, bool isReversed, Step[] body, Step[] otherwise) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        var value = over.Evaluate(run);
        var from = offset is null ? 0 : Math.Max(0, Int(run, offset));
        var most = limit is null ? 0 : Int(run, limit);
        if (value.Kind == Kind.List)
        {
            return Turns(run, null, value.Slot, value.Count, from, most);
        }

        if (value.IsNothing)
        {
            return Flow.On;
        }

        var items = run.Mail.Mail.Semantics.Items(run, value, at);
        return Turns(run, items, 0, items.Count, from, most);
    }

    private Flow Turns(PlanRun run, IReadOnlyList<Value>? items, int slot, int count, int from, int most)
    {
        var length = Math.Max(0, count - from);
        if (most > 0)
        {
            length = Math.Min(length, most);
        }

        run.EnterLoop().Count = length;
        for (var i = 0; i < length; i++)
        {
            run.Turn(at);
            var which = isReversed ? count - 1 - i : from + i;
            var item = items is null ? run.Rows.Slots[slot + which] : items[which];
            ref var state = ref run.Loop(0);
            state.Index = i;
            state.Previous = i == 0 ? default : state.Item;
            state.Item = item;
            if (RunAll(body, run) == Flow.Break)
            {
                break;
            }
        }

        run.LeaveLoop();
        return length == 0 ? RunAll(otherwise, run) : Flow.On;
    }

    private int Int(PlanRun run, Term term)
    {
        var value = term.Evaluate(run);
        return value.Kind == Kind.Int ? (int)value.Whole : run.Mail.Mail.Semantics.Int(run, value, at);
    }
}
