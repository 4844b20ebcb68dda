namespace Renderer.Templates.Plans.Steps;

/// <summary>Writes a table's rows and cells around a body for each item of a list.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="over">What is walked through, and which of it.</param>
/// <param name="columns">How many cells a row has; null: all.</param>
/// <param name="body">What is in a cell.</param>
internal sealed class TableStep(int at, Walked over, Term? columns, Step[] body) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        var value = over.Over.Evaluate(run);
        if (value.IsNothing)
        {
            return Flow.On;
        }

        var walk = over.Walk(run, value, at);
        var width = columns?.Evaluate(run) is { IsNothing: false } asked ? Math.Max(1, run.Semantics.Columns(run, asked, at)) : Math.Max(1, walk.Length);
        var sink = run.Sink;
        ref var begun = ref run.EnterLoop();
        (begun.Count, begun.Columns) = (walk.Length, width);
        sink.Write("<tr class=\"row1\">\n"u8);
        for (var i = 0; i < walk.Length; i++)
        {
            run.Turn(at);
            var item = walk.Item(run, i);
            ref var state = ref run.Loop(0);
            (state.Index, state.Item) = (i, item);
            var column = (i % width) + 1;
            sink.Write("<td class=\"col"u8);
            sink.Write(column);
            sink.Write("\">"u8);
            var flow = RunAll(body, run);
            sink.Write("</td>"u8);
            if (flow == Flow.Break)
            {
                break;
            }

            if (column == width && i < walk.Length - 1)
            {
                sink.Write("</tr>\n<tr class=\"row"u8);
                sink.Write((i / width) + 2);
                sink.Write("\">"u8);
            }
        }

        run.LeaveLoop();
        sink.Write("</tr>\n"u8);
        return Flow.On;
    }
}
