namespace Renderer.Templates.Plans.Terms;

/// <summary>What a loop knows of its turn: <c>for.index</c> and its like.</summary>
/// <param name="up">How many loops stand between; 0 for the innermost.</param>
/// <param name="asked">What is asked.</param>
internal sealed class LoopTerm(int up, LoopTerm.Fact asked) : Term
{
    /// <summary>A fact of a turn.</summary>
    internal enum Fact
    {
        Index,
        ReverseIndex,
        Length,
        First,
        Last,
        Even,
        Odd,
        Changed,
    }

    /// <summary>The fact by its name in Scriban; null for none.</summary>
    public static Fact? Of(string name) => name switch
    {
        "index" => Fact.Index,
        "rindex" => Fact.ReverseIndex,
        "length" => Fact.Length,
        "first" => Fact.First,
        "last" => Fact.Last,
        "even" => Fact.Even,
        "odd" => Fact.Odd,
        "changed" => Fact.Changed,
        _ => null,
    };

    public override Value Evaluate(PlanRun run)
    {
        ref var loop = ref run.Loop(up);
        return asked switch
        {
            Fact.Index => Value.Of(loop.Index),
            Fact.ReverseIndex => Value.Of(loop.Count - loop.Index - 1),
            Fact.Length => Value.Of(loop.Count),
            Fact.First => Value.Of(loop.Index == 0),
            Fact.Last => Value.Of(loop.Index == loop.Count - 1),
            Fact.Even => Value.Of((loop.Index & 1) == 0),
            Fact.Odd => Value.Of((loop.Index & 1) != 0),
            _ => Value.Of(loop.Index == 0 || !run.Mail.Mail.Semantics.AreSame(run, loop.Previous, loop.Item)),
        };
    }
}
