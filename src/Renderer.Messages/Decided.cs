using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>A block or slot of a template, as far as it is decided about.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variants">The variants' names, the default's among them; empty where there is nothing to decide.</param>
/// <param name="Default">The variant that is shown when no rule holds.</param>
/// <param name="Policy">Until when the decision may change.</param>
/// <param name="Rules">The rules in the order in which they are asked.</param>
/// <param name="Reads">What it reads of the person.</param>
internal sealed record Decided(
    string Name, IReadOnlyList<string> Variants, string Default, DecisionPolicy Policy, IReadOnlyList<BlockRule> Rules, ReadSet Reads)
{
    /// <summary>The block or slot of this name; null when the template has none.</summary>
    public static Decided? Of(Template template, string name) =>
        template.Blocks.FirstOrDefault(block => block.Name == name) is { } block ? Of(block)
        : template.Slots.FirstOrDefault(slot => slot.Name == name) is { } slot ? Of(slot)
        : null;

    /// <summary>All blocks and slots with something to decide, in the template's order.</summary>
    public static IEnumerable<Decided> AllOf(Template template) =>
        template.Blocks.Select(Of).Concat(template.Slots.Select(Of)).Where(each => each.Variants.Count > 0);

    /// <summary>Whether this is a block or slot with something to decide.</summary>
    public static bool HasVariants(Template template, string name) =>
        template.Blocks.Any(block => block.Name == name && block.Variants.Count > 0) || template.Slots.Any(slot => slot.Name == name && slot.Rules.Count > 0);

    /// <summary>What the block or slot of this name reads of the person.</summary>
    public static ReadSet ReadsOf(Template template, string name) =>
        template.Blocks.FirstOrDefault(block => block.Name == name)?.Reads
        ?? template.Slots.FirstOrDefault(slot => slot.Name == name)?.Reads
        ?? ReadSet.None;

    /// <summary>AMP data: what is decided for the block or slot of its name, or for itself.</summary>
    public static Decided Of(Template template, TemplateAmpData data) => data.Follows
        ? Of(template, data.Name)!
        : new(data.Name, data.Variants, data.DefaultVariant, data.Decision, data.Rules, data.Reads);

    /// <summary>A block.</summary>
    public static Decided Of(TemplateBlock block) => new(
        block.Name,
        block.DefaultVariant is null || block.Variants.Contains(block.DefaultVariant) ? block.Variants : [.. block.Variants, block.DefaultVariant],
        block.DefaultVariant ?? "default",
        block.Decision,
        block.Rules,
        block.Reads);

    /// <summary>A slot; one without rules has nothing to decide.</summary>
    public static Decided Of(TemplateSlot slot) =>
        new(slot.Name, slot.Rules.Count == 0 ? [] : slot.Variants, slot.DefaultVariant, slot.Decision, slot.Rules, slot.Reads);
}
