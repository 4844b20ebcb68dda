using Renderer.Model;

namespace Renderer.Templates;

/// <summary>What an AMP list or form gets.</summary>
/// <param name="Json">One JSON object in UTF-8, always; its texts may hold marks of links.</param>
/// <param name="Outcome">The rung on which it stands.</param>
/// <param name="Reason">Why it is not live.</param>
public sealed record RenderedAmp(ReadOnlyMemory<byte> Json, Outcome Outcome, Reason Reason)
{
    /// <summary>What failed and where, for authors; bears no attribute's value.</summary>
    public IReadOnlyList<Diagnostic> Faults { get; init; } = [];
}
