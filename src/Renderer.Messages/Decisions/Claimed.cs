using System.Text;

namespace Renderer.Messages.Decisions;

/// <summary>What a claim about a slot says.</summary>
/// <param name="Choice">What is shown.</param>
/// <param name="IsFinal">It may not change any more.</param>
internal sealed record Claimed(SlotChoice Choice, bool IsFinal)
{
    /// <summary>Names hold no line break: variant, segment, whether it is final.</summary>
    public byte[] Write() => Encoding.UTF8.GetBytes($"{Choice.Variant}\n{Choice.Segment}\n{(IsFinal ? "1" : "0")}");

    public static Claimed? Read(ReadOnlySpan<byte> value) =>
        Encoding.UTF8.GetString(value).Split('\n') is [var variant, var segment, var final]
            ? new(new(variant, segment.Length == 0 ? null : segment), final == "1")
            : null;
}
