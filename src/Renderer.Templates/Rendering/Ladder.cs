using Renderer.Model;

namespace Renderer.Templates.Rendering;

/// <summary>What a block's last rung means for the message.</summary>
internal static class Ladder
{
    public static Outcome OutcomeOf(BlockFallback rung) => rung switch
    {
        BlockFallback.Static => Outcome.Static,
        BlockFallback.Drop => Outcome.Dropped,
        _ => Outcome.Skipped,
    };
}
