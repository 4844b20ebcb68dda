using Renderer.Model;

namespace Renderer.Templates;

/// <summary>Which variant of a block a message shows, and why.</summary>
/// <param name="Block">The block's name.</param>
/// <param name="Variant">The variant's name; "default" when nothing matched.</param>
/// <param name="Segment">The segment that put the person there; null for a rule of the block's own, or the default.</param>
/// <param name="Rule">The rule that held, as written; null for the default.</param>
/// <param name="Outcome">Live, static, dropped or skipped, as far as rendering knows.</param>
/// <param name="Reason">Why it is not live.</param>
public sealed record BlockChoice(
    string Block, string Variant, string? Segment, string? Rule, Outcome Outcome = Outcome.Live, Reason Reason = Reason.None)
{
    /// <summary>What failed while its rules were asked, for authors; bears no attribute's value.</summary>
    public IReadOnlyList<Diagnostic> Faults { get; init; } = [];
}
