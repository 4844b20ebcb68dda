using Renderer.Model;

namespace Renderer.Messages.Decisions;

/// <summary>About what a door wants the decision: one block or slot of one message to one person.</summary>
public sealed record SlotQuestion
{
    /// <summary>Whose message.</summary>
    public required WorkspaceName Workspace { get; init; }

    /// <summary>The opaque name of the person, as the link bears it.</summary>
    public required string Person { get; init; }

    /// <summary>How the links of this message name the person, where that is not by the opaque name: it stays the same over a rotation of keys.</summary>
    public string? Bearer { get; init; }

    /// <summary>The person's other opaque names, as far as they are known: erased under any, nothing is kept.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The hash of the message's id, as the link bears it.</summary>
    public required ulong Message { get; init; }

    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>The block or slot.</summary>
    public required string Slot { get; init; }

    /// <summary>Until when the decision may change.</summary>
    public required DecisionPolicy Policy { get; init; }

    /// <summary>The variant that was sent, as the link bears it; null where none was.</summary>
    public string? Sent { get; init; }

    /// <summary>The variants that the version to be shown has, its default among them.</summary>
    public required IReadOnlyList<string> Variants { get; init; }

    /// <summary>The variant that is shown when no rule holds.</summary>
    public required string Default { get; init; }

    /// <summary>How long the decision is kept: the workspace's <see cref="RetentionSettings.Decisions"/>.</summary>
    public TimeSpan Keep { get; init; } = RetentionSettings.Usual.Decisions;

    /// <summary>Whether the version to be shown still has this variant.</summary>
    internal bool Has(string? variant) => variant is not null && Variants.Contains(variant);

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => $"slot {Slot} of {Template}";
}

/// <summary>A variant, and the segment that chose it.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Segment">The segment; null where none did.</param>
public readonly record struct SlotChoice(string Variant, string? Segment);

/// <summary>The decision, and what holds it.</summary>
/// <param name="Choice">What is shown.</param>
/// <param name="Hold">What holds it.</param>
public readonly record struct SlotDecision(SlotChoice Choice, SlotHold Hold)
{
    /// <summary>The rung it stands on at best: static where nothing could be asked or kept.</summary>
    public Outcome Outcome => Hold == SlotHold.Static ? Outcome.Static : Outcome.Live;
}

/// <summary>What holds a decision.</summary>
public enum SlotHold
{
    /// <summary>The link, since it was made when the message was sent.</summary>
    Sent,

    /// <summary>A claim that every node sees.</summary>
    Claimed,

    /// <summary>Nothing: no node can tell, and all say the same by the link, the version and the message alone.</summary>
    Static,
}
