using Renderer.Model;

namespace Renderer.Templates;

/// <summary>A block of a template: a named piece of the mail that is decided and that fails alone.</summary>
/// <param name="Name">As in <c>{{ block "hero" }}</c>.</param>
/// <param name="Variants">The variants' names in the order in which their rules are asked; empty for a plain block.</param>
/// <param name="Fallback">What happens when it fails.</param>
/// <param name="Reads">What its rules, its variants and the blocks within it read.</param>
public sealed record TemplateBlock(string Name, IReadOnlyList<string> Variants, BlockFallback Fallback, ReadSet Reads);

/// <summary>The last rung of a block.</summary>
public enum BlockFallback
{
    /// <summary><c>fallback/&lt;block&gt;.html</c> is shown.</summary>
    Static,

    /// <summary>The block is left out.</summary>
    Drop,

    /// <summary>The message is not sent.</summary>
    Skip,
}
