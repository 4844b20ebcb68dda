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

    /// <summary>The variant of each of these, by what the link says; those that it does not say are left out.</summary>
    public static Dictionary<string, string> Read(string? text, IEnumerable<Decided> decided)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var about in decided)
        {
            if (text is null || at + Each > text.Length)
            {
                break;
            }

            var mark = text.AsSpan(at, Each);
            foreach (var variant in about.Variants)
            {
                if (mark.SequenceEqual(Spell(VariantMark.Of(variant))))
                {
                    read[about.Name] = variant;
                }
            }

            at += Each;
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
