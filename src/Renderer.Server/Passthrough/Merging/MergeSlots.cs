using System.Globalization;
using Renderer.Server.Passthrough.Marks;

namespace Renderer.Server.Passthrough.Merging;

/// <summary>The variables that stand where marks stood, at ESPs that put each recipient's own in their place.</summary>
internal sealed class MergeSlots
{
    private readonly List<Wanted> wanted;

    public MergeSlots(IEnumerable<Wanted> wanted) => this.wanted = [.. wanted.Distinct()];

    /// <summary>What the variables stand for, in the order of their numbers.</summary>
    public IReadOnlyList<Wanted> Wanted => wanted;

    /// <summary>The variable of the header that unsubscribes.</summary>
    public static string Unsubscribe => "renderer_unsubscribe";

    /// <summary>A variable's name; no ESP minds it, and no caller has it.</summary>
    public string Name(Wanted one) => "renderer_" + (wanted.IndexOf(one) + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A recipient's own, by the variables' names; an empty text where a part was left out.</summary>
    public IReadOnlyList<(string Name, ReadOnlyMemory<byte> Utf8)> Of(RenderedMessage rendered, bool unsubscribes) =>
    [
        .. wanted.Select(one => (Name(one), rendered[one] ?? default)),
        .. unsubscribes && rendered.ListUnsubscribe is { } value ? [(Unsubscribe, (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(value))] : (IEnumerable<(string, ReadOnlyMemory<byte>)>)[],
    ];
}
