using Renderer.Model;

namespace Renderer.Templates;

/// <summary>A slot's scene as rendered for one look.</summary>
/// <param name="Svg">Well-formed SVG unless the template's own is not; null: the slot stands on its last rung, its picture.</param>
/// <param name="Outcome">The rung on which it stands.</param>
/// <param name="Reason">Why it is not live.</param>
public sealed record RenderedScene(string? Svg, Outcome Outcome, Reason Reason)
{
    /// <summary>The person's time zone, in which an end without an offset is meant; null where it could not be rendered.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>What failed and where, for authors; bears no attribute's value.</summary>
    public IReadOnlyList<Diagnostic> Faults { get; init; } = [];
}
