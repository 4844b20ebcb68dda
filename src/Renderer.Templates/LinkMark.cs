namespace Renderer.Templates;

/// <summary>What a mark stands for.</summary>
public enum LinkMarkKind
{
    /// <summary>The picture of a slot.</summary>
    Image,

    /// <summary>The same for dark surroundings.</summary>
    DarkImage,

    /// <summary>Where clicking on a slot leads.</summary>
    SlotClick,

    /// <summary>A destination that the mail itself names.</summary>
    Click,

    /// <summary>The web version.</summary>
    Web,

    /// <summary>The consent page.</summary>
    Consent,

    /// <summary>The open pixel.</summary>
    Pixel,

    /// <summary>The data of an AMP list.</summary>
    Amp,
}

/// <summary>The place of a link that is made for one message.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Name">The slot, or the block of AMP data; else "".</param>
/// <param name="Destination">Where a click leads, the author's parameters added; null for the other kinds.</param>
public readonly record struct LinkMark(LinkMarkKind Kind, string Name, string? Destination);
