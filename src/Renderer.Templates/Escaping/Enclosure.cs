namespace Renderer.Templates.Escaping;

/// <summary>What a statement that leaves is in, the innermost last.</summary>
/// <param name="kind">What it is.</param>
/// <param name="outer">The point at which it stands.</param>
internal sealed class Enclosure(EnclosureKind kind, WalkPoint outer)
{
    public EnclosureKind Kind => kind;

    public WalkPoint Outer => outer;

    /// <summary>Where it was left, and by which statement.</summary>
    public List<(WalkPoint Point, int At)> Breaks { get; } = [];

    /// <summary>Where a turn was ended before its time.</summary>
    public List<(WalkPoint Point, int At)> Continues { get; } = [];
}

/// <summary>What an <see cref="Enclosure"/> is.</summary>
internal enum EnclosureKind
{
    Loop,

    /// <summary>A loop's <c>else</c>: Scriban leaves it alone, Liquid leaves the loop around as well.</summary>
    LoopElse,

    /// <summary>What is collected into a variable: it ends, and what is around is left, too.</summary>
    Capture,

    /// <summary>A script, or a function: nothing leaves what is around.</summary>
    Whole,
}
