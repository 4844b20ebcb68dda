using System.Text;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Marks;

/// <summary>A mark in a content field: <c>[[renderer:welcome]]</c>, or <c>[[renderer:welcome#hero]]</c> for a block alone.</summary>
/// <param name="Template">The template's name.</param>
/// <param name="Block">The block's; null for the whole part.</param>
internal readonly record struct Mark(string Template, string? Block);

/// <summary>What is rendered for one place: a mark, as the part that stands there.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="Part">The part; a block in a text or a subject is its HTML as text.</param>
internal readonly record struct Wanted(Mark Mark, Part Part);

/// <summary>A mark found in bytes.</summary>
/// <param name="At">Where its first bracket stands.</param>
/// <param name="Length">Bytes up to behind its last bracket.</param>
/// <param name="Mark">Which it is.</param>
internal readonly record struct FoundMark(int At, int Length, Mark Mark);

/// <summary>Reads marks in UTF-8; what only looks like one is text like any other.</summary>
internal static class MarkText
{
    private const int MostName = 64;

    private static ReadOnlySpan<byte> Opening => "[[renderer:"u8;

    public static IReadOnlyList<FoundMark> In(ReadOnlySpan<byte> utf8)
    {
        List<FoundMark>? found = null;
        for (var at = 0; utf8[at..].IndexOf(Opening) is var next and >= 0;)
        {
            at += next;
            if (Read(utf8[at..]) is { } mark)
            {
                (found ??= []).Add(new FoundMark(at, mark.Length, mark.Mark));
                at += mark.Length;
            }
            else
            {
                at += Opening.Length;
            }
        }

        return found ?? (IReadOnlyList<FoundMark>)[];
    }

    /// <summary>The mark that begins here; null when none does.</summary>
    private static (Mark Mark, int Length)? Read(ReadOnlySpan<byte> utf8)
    {
        var name = Take(utf8[Opening.Length..], IsOfTemplate);
        var after = Opening.Length + name.Length;
        if (name.IsEmpty)
        {
            return null;
        }

        if (utf8[after..].StartsWith("]]"u8))
        {
            return (new Mark(Encoding.ASCII.GetString(name), null), after + 2);
        }

        if (!utf8[after..].StartsWith("#"u8))
        {
            return null;
        }

        var block = Take(utf8[(after + 1)..], IsOfBlock);
        after += 1 + block.Length;
        return !block.IsEmpty && utf8[after..].StartsWith("]]"u8)
            ? (new Mark(Encoding.ASCII.GetString(name), Encoding.ASCII.GetString(block)), after + 2)
            : null;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> utf8, Func<byte, bool> isOfIt)
    {
        var length = 0;
        while (length < utf8.Length && isOfIt(utf8[length]))
        {
            length++;
        }

        return length <= MostName ? utf8[..length] : [];
    }

    private static bool IsOfTemplate(byte letter) => letter is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'_';

    private static bool IsOfBlock(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_' or (byte)'.';
}
