using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>Something that is asked for of a mail that was delivered, its link opened and genuine.</summary>
public sealed record OpenOrder
{
    /// <summary>What the link says.</summary>
    public required LinkFacts Facts { get; init; }

    /// <summary>What the caller will wait.</summary>
    public required Budget Budget { get; init; }

    /// <summary>Who asks.</summary>
    public OpenClass Class { get; init; }

    /// <summary>Only the headers are wanted: it looks where a click leads, and does not click.</summary>
    public bool IsHead { get; init; }
}
