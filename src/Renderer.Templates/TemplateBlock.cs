using Renderer.Model;

namespace Renderer.Templates;

/// <summary>A block of a template: a named piece of the mail that is decided and that fails alone.</summary>
/// <param name="Name">As in <c>{{ block "hero" }}</c>.</param>
/// <param name="Variants">The variants' names in the order in which their rules are asked; empty for a plain block.</param>
/// <param name="Fallback">What happens when it fails.</param>
/// <param name="Reads">What its rules, its variants and the blocks within it read.</param>
public sealed record TemplateBlock(string Name, IReadOnlyList<string> Variants, BlockFallback Fallback, ReadSet Reads)
{
    /// <summary>The rules of its variants, in the order in which they are asked.</summary>
    public IReadOnlyList<BlockRule> Rules { get; init; } = [];

    /// <summary>Until when its decision for one message may change.</summary>
    public DecisionPolicy Decision { get; init; }

    /// <summary>The variant that is shown when no rule holds; null for a plain block.</summary>
    public string? DefaultVariant { get; init; }
}

/// <summary>The rule of a variant.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Segment">The segment whose rule it is; null for one of the block's own.</param>
/// <param name="Text">As written.</param>
/// <param name="Reads">What it reads of the person, the segments that it asks for counted.</param>
public sealed record BlockRule(string Variant, string? Segment, string Text, ReadSet Reads);

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
