using Renderer.Templates.Compiling;

namespace Renderer.Templates.Rendering;

/// <summary>Chooses the variant of each block that has variants: the first whose rule holds, else the default.</summary>
internal static class Deciding
{
    public static IReadOnlyList<BlockChoice> Decide(MailRun run, IReadOnlyDictionary<string, string> kept) =>
        run.Mail.Blocks.Where(b => b.HasVariants).Select(b => DecideOne(run, b, kept)).ToList();

    private static BlockChoice DecideOne(MailRun run, CompiledBlock block, IReadOnlyDictionary<string, string> kept)
    {
        if (kept.TryGetValue(block.Name, out var before) && block.Find(before) is { } same)
        {
            return same.Chosen(block.Name);
        }

        foreach (var variant in block.Variants)
        {
            var answer = run.Ask(variant.Rule!);
            if (answer.Failed)
            {
                // Not the default: who that is for cannot be said when a rule before it could not be asked.
                return variant.Chosen(block.Name) with { Outcome = Ladder.OutcomeOf(block.Fallback), Reason = answer.Reason };
            }

            if (answer.Holds)
            {
                return variant.Chosen(block.Name);
            }
        }

        return block.Default.Chosen(block.Name);
    }
}
