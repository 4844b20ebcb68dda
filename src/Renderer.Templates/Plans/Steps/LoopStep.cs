namespace Renderer.Templates.Plans.Steps;

/// <summary>Runs a body for each item of a list.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="over">What is walked through, and which of it.</param>
/// <param name="body">What is run for each.</param>
/// <param name="otherwise">What is run when there is no item.</param>
internal sealed class LoopStep(int at, Walked over, Step[] body, Step[] otherwise) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        var walk = over.Walk(run, over.Over.Evaluate(run), at);
        if (walk.Length == 0)
        {
            return walk.IsOver ? Flow.On : RunAll(otherwise, run);
        }

        run.EnterLoop().Count = walk.Length;
        for (var i = 0; i < walk.Length; i++)
        {
            run.Turn(at);
            var item = walk.Item(run, i);
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
        return Flow.On;
    }
}
