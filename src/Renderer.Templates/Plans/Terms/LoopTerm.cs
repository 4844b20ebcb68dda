namespace Renderer.Templates.Plans.Terms;

/// <summary>What a loop knows of its turn.</summary>
/// <param name="up">How many loops stand between; 0 for the innermost.</param>
/// <param name="asked">What is asked.</param>
internal sealed class LoopTerm(int up, LoopTerm.Fact asked) : Term
{
    /// <summary>A fact of a turn; turns, columns and rows are counted from 0, "numbers" from 1.</summary>
    internal enum Fact
    {
        Index,
        Number,
        ReverseIndex,
        ReverseNumber,
        Length,
        First,
        Last,
        Even,
        Odd,
        Changed,
        Column,
        ColumnNumber,
        IsFirstColumn,
        IsLastColumn,
        RowNumber,
    }

    public override Value Evaluate(PlanRun run)
    {
        ref var loop = ref run.Loop(up);
        return asked switch
        {
            _ when loop.Count == LoopState.NoTurns => Value.Nothing,
            Fact.Index => Value.Of(loop.Index),
            Fact.Number => Value.Of(loop.Index + 1),
            Fact.ReverseIndex => Value.Of(loop.Count - loop.Index - 1),
            Fact.ReverseNumber => Value.Of(loop.Count - loop.Index),
            Fact.Length => Value.Of(loop.Count),
            Fact.First => Value.Of(loop.Index == 0),
            Fact.Last => Value.Of(loop.Index == loop.Count - 1),
            Fact.Even => Value.Of((loop.Index & 1) == 0),
            Fact.Odd => Value.Of((loop.Index & 1) != 0),
            Fact.Column => Value.Of(loop.Index % loop.Columns),
            Fact.ColumnNumber => Value.Of((loop.Index % loop.Columns) + 1),
            Fact.IsFirstColumn => Value.Of(loop.Index % loop.Columns == 0),
            Fact.IsLastColumn => Value.Of((loop.Index + 1) % loop.Columns == 0),
            Fact.RowNumber => Value.Of((loop.Index / loop.Columns) + 1),
            _ => Value.Of(loop.Index == 0 || !run.Semantics.AreSame(run, loop.Previous, loop.Item)),
        };
    }
}

/// <summary>What a loop is called.</summary>
internal sealed class LoopNameTerm(int up, string name) : Term
{
    public override Value Evaluate(PlanRun run) => run.Loop(up).Count == LoopState.NoTurns ? Value.Nothing : Value.Of(name);
}
