namespace Renderer.Model;

/// <summary>What a link says of itself under its seal; who it is for, where that does not fit, the ledger knows under recipient and message.</summary>
public sealed record LinkFacts
{
    /// <summary>Whose link it is.</summary>
    public required WorkspaceName Workspace { get; init; }

    /// <summary>When it was made, to the second. What was made before its person was erased stays neutral.</summary>
    public required Instant MadeAt { get; init; }

    /// <summary>From then on it is neutral, rounded up to the minute; null for never.</summary>
    public Instant? End { get; init; }

    /// <summary>The opaque name of the person it was made for (<see cref="PersonNames"/>); null where it depends on nobody.</summary>
    public string? Recipient { get; init; }

    /// <summary>That person, in place of the opaque name, where a link must say whom to read without asking the ledger.</summary>
    public Identifier? Person { get; init; }

    /// <summary>The template.</summary>
    public LinkName Template { get; init; }

    /// <summary>Its version; goes with a template alone.</summary>
    public VersionMark Version { get; init; }

    /// <summary>The message.</summary>
    public LinkName Message { get; init; }

    /// <summary>The slot of an image, or the name of the link.</summary>
    public LinkName Slot { get; init; }

    /// <summary>Which of the slot's variants was decided: 20 bits of its name's hash, which later versions know it by, too; null where none was.</summary>
    public int? Decision { get; init; }

    /// <summary>Where a click leads; null where it leads to what a slot shows, or the destination rides beside the token.</summary>
    public Destination? Destination { get; init; }

    /// <summary>Says the workspace alone, so that no log ever carries a person or a link's content.</summary>
    public override string ToString() => $"link of {Workspace}";
}
