using Renderer.Messages.Decisions;
using Renderer.Messages.Linking;
using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>The steps that every look at an opened mail takes, in their order.</summary>
/// <param name="Gate">Erased, or ended.</param>
/// <param name="Templates">Which version.</param>
/// <param name="IsOff">Whether a slot is switched off.</param>
/// <param name="People">Who.</param>
/// <param name="Look">What was decided.</param>
internal sealed record OpenSteps(
    OpenGate Gate, OpenTemplates Templates, Func<WorkspaceName, string, string, bool> IsOff, OpenPeople People, SlotLook Look)
{
    /// <summary>
    /// The variant that a slot's fallback may be of: that which was decided by now, else sent. None where the link is to say nothing of its person, or the
    /// slot itself is not to be shown; asked of this node's memory alone.
    /// </summary>
    public int? VariantOf(LinkFacts facts, Reason reason, SlotChoice? choice) =>
        reason is Reason.Erased or Reason.LinkEnded or Reason.Gone or Reason.SlotOff || Gate.Of(facts) != Reason.None || !People.MaySayAnything(facts) ? null
        : choice is { } decided ? VariantMark.Of(decided.Variant)
        : facts.Decision;
}
