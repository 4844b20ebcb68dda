namespace Renderer.Ledger;

/// <summary>Words of others (labels, subjects of tokens) as one line that both databases take: PostgreSQL refuses NUL.</summary>
internal static class PlainText
{
    private const int Longest = 300;

    public static string Of(string text)
    {
        var cut = text.Length > Longest ? text[..Longest] : text;
        return cut.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? string.Concat(cut.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()))
            : cut;
    }
}
