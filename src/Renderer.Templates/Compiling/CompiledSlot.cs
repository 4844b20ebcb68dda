using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>A slot, ready to be decided and rendered: its three sources as blocks of its name, with the same variants and rules.</summary>
/// <param name="Definition">What template.yaml says.</param>
/// <param name="Scene">The SVG; it is what the slot is decided as, and reads all that the slot reads.</param>
/// <param name="Alt">What the mail says where no picture is shown.</param>
/// <param name="Link">Where clicking leads.</param>
internal sealed record CompiledSlot(SlotDefinition Definition, CompiledBlock Scene, CompiledBlock Alt, CompiledBlock Link)
{
    public string Name => Definition.Name;

    /// <summary>Some variant leads somewhere.</summary>
    public bool HasLink => Definition.Variants.Append(Definition.Default).Any(v => v.Link is not null);

    /// <summary>What the mail shows of it is the same for everybody of a locale.</summary>
    public required bool IsSteady { get; init; }

    /// <summary>Width and height in the mail by variant, in pixels; 0 where neither template.yaml nor the scene says.</summary>
    public required IReadOnlyDictionary<string, SceneSize> Sizes { get; init; }

    /// <summary>The marks, as they stand in the mail.</summary>
    public SlotMarks Marks { get; } = new(
        LinkMarks.Write(new LinkMark(LinkMarkKind.Image, Definition.Name, null)),
        LinkMarks.Write(new LinkMark(LinkMarkKind.DarkImage, Definition.Name, null)),
        LinkMarks.Write(new LinkMark(LinkMarkKind.SlotClick, Definition.Name, null)));

    /// <summary>Whether a variant leads somewhere.</summary>
    public bool LinksFrom(string variant) => (Definition.Variants.FirstOrDefault(v => v.Name == variant) ?? Definition.Default).Link is not null;
}

/// <summary>A slot's marks.</summary>
/// <param name="Image">The picture's.</param>
/// <param name="Dark">The same for dark surroundings.</param>
/// <param name="Click">Where clicking leads.</param>
internal sealed record SlotMarks(string Image, string Dark, string Click);
