using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Puts the rungs together on which blocks and the rest of a message stand.</summary>
internal static class Freshness
{
    /// <summary>Each block's decision: the rung that rendering left it on, and the age of the values behind it.</summary>
    public static IReadOnlyList<Decision> Judge(Template template, IReadOnlyList<BlockChoice> choices, Person person)
    {
        var decisions = new List<Decision>(choices.Count);
        foreach (var choice in choices)
        {
            var reads = Decided.ReadsOf(template, choice.Block);
            var age = reads.IsEmpty ? null : person.Age;
            decisions.Add(new Decision(choice.Block, choice.Variant, choice.Segment, choice.Rule, choice.Outcome, choice.Reason, age));
        }

        return decisions;
    }

    /// <summary>The outcome of what stands outside the blocks with variants; nothing does, where one block is all that is asked for.</summary>
    public static (Outcome Outcome, Reason Reason) OfRest(Template template, string? block, Person person) =>
        person.Standing.Of(block is null ? template.RestReads : ReadSet.None);

    /// <summary>The worse of what was so far and one more decision.</summary>
    public static (Outcome Outcome, Reason Reason) Worse((Outcome Outcome, Reason Reason) sofar, Decision decision)
    {
        var worse = Labels.Worse(sofar.Outcome, decision.Outcome);
        return worse == sofar.Outcome ? sofar : (worse, decision.Reason);
    }
}
