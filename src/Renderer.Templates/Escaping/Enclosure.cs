using Renderer.Templates.Forms;

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

    public bool IsLoop => kind is EnclosureKind.Loop or EnclosureKind.LoopElse;

    /// <summary>A statement leaves this loop, or, where it goes nowhere in it, the whole script; true where it goes no further.</summary>
    public bool Leave(WalkPoint point, int at, Leave? goes)
    {
        if (goes is not { } where)
        {
            return false;
        }

        (where == Forms.Leave.Break ? Breaks : Continues).Add((point, at));
        return kind == EnclosureKind.Loop;
    }
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
