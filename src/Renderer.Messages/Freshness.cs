using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Which rung of the ladder something stands on, from what it reads and how good that is: the one owner of outcomes.</summary>
internal static class Freshness
{
    /// <summary>Each block's decision with its outcome: what rendering says, and else what its values are worth.</summary>
    public static IReadOnlyList<Decision> Judge(Template template, IReadOnlyList<BlockChoice> choices, Person person)
    {
        var decisions = new List<Decision>(choices.Count);
        foreach (var choice in choices)
        {
            var reads = template.Blocks.FirstOrDefault(block => block.Name == choice.Block)?.Reads ?? ReadSet.None;
            var (outcome, reason) = choice.Outcome == Outcome.Live ? Of(reads, person) : (choice.Outcome, choice.Reason);
            var age = reads.IsEmpty ? null : person.Age;
            decisions.Add(new Decision(choice.Block, choice.Variant, choice.Segment, choice.Rule, outcome, reason, age));
        }

        return decisions;
    }

    /// <summary>The outcome of what stands outside the blocks with variants; of the one block, where that is all that is asked for.</summary>
    public static (Outcome Outcome, Reason Reason) OfRest(Template template, string? block, Person person) =>
        Of(block is null ? template.RestReads : template.Blocks.First(one => one.Name == block).Reads, person);

    /// <summary>The worse of what was so far and one more decision.</summary>
    public static (Outcome Outcome, Reason Reason) Worse((Outcome Outcome, Reason Reason) sofar, Decision decision)
    {
        var worse = Labels.Worse(sofar.Outcome, decision.Outcome);
        return worse == sofar.Outcome ? sofar : (worse, decision.Reason);
    }

    private static (Outcome Outcome, Reason Reason) Of(ReadSet reads, Person person)
    {
        var open = reads.All ? !person.Given.All : reads.Names.Any(name => !person.Given.Reads(name));
        if (!open)
        {
            return (Outcome.Live, Reason.None);
        }

        if (person.State is ProfileState.Missing or ProfileState.Unavailable)
        {
            return (Outcome.Default, person.Reason);
        }

        var stale = person.Stale.All || (reads.All
            ? !person.Stale.IsEmpty
            : reads.Names.Any(name => person.Stale.Reads(name) && !person.Given.Reads(name)));
        return stale ? (Outcome.Stale, person.Reason) : (Outcome.Live, Reason.None);
    }
}
