using System.Runtime.CompilerServices;
using System.Text;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Plans.Steps;

/// <summary>Runs a block's steps as a part of the script, with what they are given.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="source">The block's source, to which the steps' offsets belong.</param>
/// <param name="body">The block's steps.</param>
internal sealed class InsertStep(int at, SourceText source, Step[] body) : Step
{
    /// <summary>What the block is given: a variable each.</summary>
    public required IReadOnlyList<(int Local, Term Value)> Given { get; init; }

    /// <summary>What it is given under its own name.</summary>
    public (int Local, Term Value)? With { get; init; }

    /// <summary>It is run once for each item of <see cref="With"/>.</summary>
    public bool IsEach { get; init; }

    /// <summary>The variables that it has for itself, from the first to behind the last: it begins with none assigned, and what it leaves goes no further.</summary>
    public (int From, int To)? Apart { get; init; }

    /// <summary>It is HTML in a plain text, which shows the text that it says.</summary>
    public bool IsShownAsText { get; init; }

    public override Flow Run(PlanRun run)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        run.Count(at);
        Begin(run);
        if (With is not { } with)
        {
            return Once(run);
        }

        var value = with.Value.Evaluate(run);
        if (!IsEach)
        {
            run.Local(with.Local) = value;
            return Once(run);
        }

        var items = run.Semantics.Each(run, value, listsAlone: Apart is null, at);
        run.EnterLoop().Count = items?.Count ?? LoopState.NoTurns;
        var flow = items is null ? Item(run, with.Local, value) : Items(run, with.Local, items);
        run.LeaveLoop();
        return flow;
    }

    private Flow Items(PlanRun run, int local, IReadOnlyList<Value> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            run.Turn(at);
            run.Loop(0).Index = i;
            if (Apart is not null)
            {
                Begin(run);
            }

            if (Item(run, local, items[i]) is var flow and not Flow.On)
            {
                return flow;
            }
        }

        return Flow.On;
    }

    private Flow Item(PlanRun run, int local, in Value item)
    {
        run.Local(local) = item;
        return Once(run);
    }

    private void Begin(PlanRun run)
    {
        for (var local = Apart?.From ?? 0; local < (Apart?.To ?? 0); local++)
        {
            run.Local(local) = default;
        }

        foreach (var (local, term) in Given)
        {
            var value = term.Evaluate(run);
            run.Local(local) = value;
        }
    }

    private Flow Once(PlanRun run)
    {
        var outer = run.Source;
        run.Source = source;
        var flow = IsShownAsText ? AsText(run) : RunAll(body, run);

        // What throws leaves it as it is: the fault is in that source.
        run.Source = outer;
        return Apart is null ? flow : Flow.On;
    }

    private Flow AsText(PlanRun run)
    {
        var sink = run.Sink;
        var start = sink.Length;
        run.Escapes = true;
        var flow = RunAll(body, run);
        run.Escapes = false;
        var html = Encoding.UTF8.GetString(sink.Written[start..]);
        sink.CutBack(start);
        sink.Write((ReadOnlySpan<char>)run.Mail.Mail.TextOf(html).ReplaceLineEndings("\n"));
        return flow;
    }
}
