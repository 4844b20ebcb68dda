using Renderer.Model;

namespace Renderer.Messages.Linking;

/// <summary>A variant as links bear it: 20 bits of its name's hash. An index would mean another one in a version whose variants stand in another order.</summary>
internal static class VariantMark
{
    private const ulong Bits = (1 << 20) - 1;

    /// <summary>The mark of a variant.</summary>
    public static int Of(string variant) => (int)(LinkName.Of(variant).Hash & Bits);

    /// <summary>The one of these variants that is meant; null when none is, or none was decided.</summary>
    public static string? Among(int? mark, IReadOnlyList<string> variants) =>
        mark is { } known ? variants.FirstOrDefault(variant => Of(variant) == known) : null;
}
