namespace Renderer.Messages.Linking;

/// <summary>
/// What was sent of every block and slot that is decided, in the slot's place of a web version's link: four letters each, in the template's order.
/// Where they are too many for a link, the message's record has them alone.
/// </summary>
internal static class WebMarks
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Each = 4;
    private const int LetterBits = 5;

    /// <summary>No variant was decided: no mark of one is so long.</summary>
    private static readonly string None = new('-', Each);

    public static string Write(IEnumerable<string?> variants) => string.Concat(variants.Select(variant => variant is null ? None : Spell(VariantMark.Of(variant))));

    /// <summary>The variant of each of these, by what the link says; those that it does not say are left out, and all where it was written of fewer or more.</summary>
    public static Dictionary<string, string> Read(string? text, IReadOnlyList<Decided> decided)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; text?.Length == decided.Count * Each && i < decided.Count; i++)
        {
            var mark = text.AsSpan(i * Each, Each);
            foreach (var variant in decided[i].Variants)
            {
                if (mark.SequenceEqual(Spell(VariantMark.Of(variant))))
                {
                    read[decided[i].Name] = variant;
                }
            }
        }

        return read;
    }

    private static string Spell(int mark) => string.Create(Each, mark, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Letters[rest & ((1 << LetterBits) - 1)];
            rest >>= LetterBits;
        }
    });
}
