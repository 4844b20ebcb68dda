using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>Says whether a link shows anything but what nobody would see: asked before all else, of this node's memory alone.</summary>
/// <param name="board">Who was erased.</param>
/// <param name="clock">Whether a link's end came.</param>
internal sealed class OpenGate(ErasureBoard board, TimeProvider clock)
{
    /// <summary>Why the link is neutral; none where it is not.</summary>
    public Reason Of(LinkFacts facts)
    {
        if (facts.End is { } end && Instant.From(clock.GetUtcNow()) >= end)
        {
            return Reason.LinkEnded;
        }

        if (facts is { Recipient: null, Person: null })
        {
            return Reason.None;
        }

        // Until erasures were read once nobody can tell: this never fails open.
        return board.KnownUntil == Instant.Never ? Reason.Unverified
            : IsErased(facts, facts.Person is { } person ? board.ErasedAt(facts.Workspace, person) : board.ErasedAt(facts.Workspace, facts.Recipient!)) ? Reason.Erased
            : Reason.None;
    }

    /// <summary>The same by all names that the person turned out to have.</summary>
    public Reason Of(LinkFacts facts, IEnumerable<string> opaqueNames) =>
        opaqueNames.Any(name => IsErased(facts, board.ErasedAt(facts.Workspace, name))) ? Reason.Erased : Reason.None;

    // A link knows its time to the second, rounded down: what was made in the second of the erasure counts as before it.
    private static bool IsErased(LinkFacts facts, Instant? at) => at is { } erased && erased >= facts.MadeAt;
}
