namespace Renderer.Templates.Plans.Steps;

/// <summary>Runs a body for each item of a list.</summary>
internal sealed class LoopStep(int at, Term over, Term? offset, Term? limit, bool isReversed, Step[] body, Step[] otherwise) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        var value = over.Evaluate(run);
        var from = offset is null ? 0 : Math.Max(0, Int(run, offset));
        var most = limit is null ? 0 : Int(run, limit);
        return value.Kind == Kind.List
            ? Turns(run, null, value.Slot, value.Count, from, most)
            : value.IsNothing ? Flow.On
            : run.Mail.Mail.Semantics.Items(run, value, at) is { } items ? Turns(run, items, 0, items.Count, from, most)
            : Flow.On;
    }

    private Flow Turns(PlanRun run, IReadOnlyList<Value>? items, int slot, int count, int from, int most)
    {
        var length = Math.Max(0, count - from);
        if (most > 0)
        {
            length = Math.Min(length, most);
        }

        run.EnterLoop().Count = length;
        var flow = Flow.On;
        for (var i = 0; i < length; i++)
        {
            run.Turn(at);
            var at0 = isReversed ? count - 1 - i : from + i;
            var item = items is null ? run.Rows.Slots[slot + at0] : items[at0];
            ref var state = ref run.Loop(0);
            state.Index = i;
            state.Previous = i == 0 ? default : state.Item;
            state.Item = item;
            if (RunAll(body, run) is var left && left == Flow.Break)
            {
                break;
            }
        }

        run.LeaveLoop();
        return length == 0 ? RunAll(otherwise, run) : flow;
    }

    private int Int(PlanRun run, Term term)
    {
        var value = term.Evaluate(run);
        return value.Kind == Kind.Int ? (int)value.Whole : run.Mail.Mail.Semantics.Int(run, value, at);
    }
}
