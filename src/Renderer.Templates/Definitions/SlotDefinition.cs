using Renderer.Model;
using Renderer.Templates.Checks;

namespace Renderer.Templates.Definitions;

/// <summary>A slot as template.yaml declares it under <c>images</c>: an image that is drawn when it is opened.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variants">In order; empty where everybody sees the same scene.</param>
/// <param name="Default">What is shown when nothing matched.</param>
/// <param name="Failure">As declared.</param>
/// <param name="At">Where it is declared.</param>
internal sealed record SlotDefinition(string Name, IReadOnlyList<SlotVariant> Variants, SlotVariant Default, FailureContract Failure, Place At)
{
    /// <summary>What a slot's default variant is called.</summary>
    public const string DefaultName = "default";

    public DecisionPolicy? Decision { get; init; }

    /// <summary>Mails already sent stay with the version that they were sent with.</summary>
    public bool IsPinned { get; init; }

    public PictureFormat Format { get; init; }

    /// <summary>In pixels of the mail; null: the scene's own.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels of the mail; null: the scene's own.</summary>
    public int? Height { get; init; }

    /// <summary>Pixels of the picture for one of the mail.</summary>
    public int Scale { get; init; } = 2;

    public bool HasDark { get; init; }

    /// <summary>How long a statement of the picture holds after it was made; null: nobody says.</summary>
    public TimeSpan? Holds { get; init; }

    /// <summary>How long after sending the link shows something; null: for ever.</summary>
    public TimeSpan? End { get; init; }
}

/// <summary>A variant of a slot: what is drawn, what is said instead, and where clicking leads.</summary>
/// <param name="Name">Its name in decisions.</param>
/// <param name="Segment">The segment that it is for; null with a rule, or for the default.</param>
/// <param name="Rule">Its own rule; null with a segment, or for the default.</param>
/// <param name="Scene">The SVG's source; null where it is missing, which is a finding then.</param>
/// <param name="Alt">What is said where no picture is shown; null for nothing.</param>
/// <param name="Link">Where clicking leads; null for nowhere.</param>
/// <param name="SegmentAt">Where the segment is named.</param>
internal sealed record SlotVariant(string Name, string? Segment, SourceText? Rule, SourceText? Scene, SourceText? Alt, SourceText? Link, Place SegmentAt = default);

/// <summary>What template.yaml says of links.</summary>
/// <param name="Track">Addresses that stand in the HTML as they are become clicks.</param>
/// <param name="Parameters">Added to each click's destination, encoded and joined by '&amp;'.</param>
/// <param name="End">How long after sending links lead somewhere; null: for ever.</param>
internal sealed record LinksDefinition(bool Track, string Parameters, TimeSpan? End)
{
    public static readonly LinksDefinition None = new(false, "", null);
}
