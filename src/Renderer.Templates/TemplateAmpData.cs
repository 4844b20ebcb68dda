using Renderer.Model;

namespace Renderer.Templates;

/// <summary>JSON of a template that an AMP list or form asks for when the mail is opened.</summary>
/// <param name="Name">As in <c>amp_link "products"</c>.</param>
/// <param name="Variants">The variants of its own decision, its default last; none where it has no variants, or <see cref="Follows"/> another.</param>
/// <param name="Reads">What its rules and contents read of the person.</param>
public sealed record TemplateAmpData(string Name, IReadOnlyList<string> Variants, ReadSet Reads)
{
    /// <summary>What is decided for the block or slot of this name holds here, too.</summary>
    public bool Follows { get; init; }

    /// <summary>What stands before the JSON (<c>xssi-prefix</c> of amp-list and amp-form); null for nothing.</summary>
    public string? Prefix { get; init; }

    /// <summary>The rules of its variants, in the order in which they are asked.</summary>
    public IReadOnlyList<BlockRule> Rules { get; init; } = [];

    /// <summary>Until when its decision for one message may change.</summary>
    public DecisionPolicy Decision { get; init; }

    /// <summary>The variant that is shown when no rule holds.</summary>
    public required string DefaultVariant { get; init; }
}
