namespace Renderer.Templates.Rendering;

/// <summary>Chooses the variant of each block and slot that has variants: the first whose rule holds, else the default.</summary>
internal static class Deciding
{
    public static IReadOnlyList<BlockChoice> Decide(MailRun run, IReadOnlyDictionary<string, string> kept) =>
        run.Mail.Decided
            .Where(b => b.HasVariants)
            .Select(b => run.Ladder.Decide(b, kept.TryGetValue(b.Name, out var before) ? b.Find(before) : null))
            .ToList();
}
