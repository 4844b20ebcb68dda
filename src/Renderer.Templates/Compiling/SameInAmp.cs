using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>Which blocks say in the AMP part what they say in the HTML, byte for byte: shown there, they are not rendered again.</summary>
internal static class SameInAmp
{
    public static IReadOnlySet<string> Of(IReadOnlyDictionary<string, CompiledBlock> html, IReadOnlyDictionary<string, CompiledBlock> amp)
    {
        var same = html.Values.Where(block => amp.TryGetValue(block.Name, out var other) && IsSame(block, other)).Select(block => block.Name).ToHashSet(StringComparer.Ordinal);

        // A block says what those within it say.
        while (same.RemoveWhere(name => Contents(html[name]).Any(content => content.Facts.Blocks.Any(inner => !same.Contains(inner.Name)))) > 0)
        {
        }

        return same;
    }

    private static bool IsSame(CompiledBlock html, CompiledBlock amp) =>
        html.StaticHtml == amp.StaticHtml
        && Sources(html).SequenceEqual(Sources(amp))
        && Contents(html).All(content => content.Facts is { UsesImages: false, AnyBlock.Count: 0 });

    private static IEnumerable<(string Variant, SourceText? Source)> Sources(CompiledBlock block) => Variants(block).Select(variant => (variant.Name, variant.Content?.Source));

    private static IEnumerable<Script> Contents(CompiledBlock block) => Variants(block).Select(variant => variant.Content).OfType<Script>();

    private static IEnumerable<CompiledVariant> Variants(CompiledBlock block) => block.Variants.Append(block.Default);
}
