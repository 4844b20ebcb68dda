using Renderer.Model;
using Renderer.Templates.Compiling;

namespace Renderer.Templates.Rendering;

/// <summary>A rung of a block's ladder.</summary>
/// <param name="Outcome">What a block is that stands on it.</param>
/// <param name="Holds">Whether a block may stand on it.</param>
/// <param name="Values">What it is decided and rendered from there; null for the last rungs, where nothing can fail.</param>
/// <param name="Shown">What is shown instead; null where it is rendered.</param>
internal sealed record Rung(Outcome Outcome, Func<Fall, bool> Holds, Func<Fall, MailRun>? Values, Func<Fall, ScriptResult>? Shown = null);

/// <summary>A block on its way down.</summary>
/// <param name="Run">The message.</param>
/// <param name="Block">The block.</param>
/// <param name="Worth">What it can be at best, by how good the values are that it reads.</param>
/// <param name="Why">Why it is not live.</param>
internal readonly record struct Fall(MailRun Run, CompiledBlock Block, Outcome Worth, Reason Why)
{
    /// <summary>It was tried and failed, so that the person's values are not tried again.</summary>
    public bool HasFailed => Why is Reason.RenderError or Reason.Limit;

    /// <summary>The values are older than the block shows.</summary>
    public bool IsTooOld => Run.Scope.Standing.Age > Block.Failure.Stale;
}
