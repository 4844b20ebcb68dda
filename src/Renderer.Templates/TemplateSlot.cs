using Renderer.Model;

namespace Renderer.Templates;

/// <summary>An image of a template that is drawn when it is opened.</summary>
/// <param name="Name">As in <c>{{ image "hero" }}</c>; a decision's block has it, too.</param>
/// <param name="Variants">The variants' names in the order in which their rules are asked, the default's last.</param>
/// <param name="DefaultVariant">The variant that is shown when no rule holds.</param>
/// <param name="Reads">What its rules, scenes, alternative texts and links read.</param>
public sealed record TemplateSlot(string Name, IReadOnlyList<string> Variants, string DefaultVariant, ReadSet Reads)
{
    /// <summary>The rules of its variants, in the order in which they are asked.</summary>
    public IReadOnlyList<BlockRule> Rules { get; init; } = [];

    /// <summary>Until when its decision for one message may change.</summary>
    public DecisionPolicy Decision { get; init; }

    /// <summary>Mails already sent stay with the version that they were sent with; else they follow the current one.</summary>
    public bool IsPinned { get; init; }

    /// <summary>What bytes its picture has.</summary>
    public PictureFormat Format { get; init; }

    /// <summary>In pixels of the mail; 0: the scene's own.</summary>
    public int Width { get; init; }

    /// <summary>In pixels of the mail; 0: the scene's own.</summary>
    public int Height { get; init; }

    /// <summary>Pixels of the picture for one of the mail: 1 or 2.</summary>
    public int Scale { get; init; }

    /// <summary>There is a variant for dark surroundings.</summary>
    public bool HasDark { get; init; }

    /// <summary>Clicking on it leads somewhere, in some variant at least.</summary>
    public bool HasLink { get; init; }

    /// <summary>How long what it says holds after it was made; null: nobody says.</summary>
    public TimeSpan? Holds { get; init; }

    /// <summary>How long after sending it shows something; null: for ever.</summary>
    public TimeSpan? End { get; init; }

    /// <summary>The picture that is shown where it cannot be drawn, a file's bytes; null where the template has none.</summary>
    public ReadOnlyMemory<byte>? Fallback { get; init; }

    /// <summary>What bytes that picture has, by its name.</summary>
    public PictureFormat FallbackFormat { get; init; }
}
