namespace Renderer.Images.Codes;

/// <summary>Code 128 of printable ASCII: set B, and set C for even stretches of four digits and more; quiet zones included.</summary>
internal static class Code128
{
    private const int MostCharacters = 80;
    private const int Quiet = 10;
    private const int StartB = 104;
    private const int StartC = 105;
    private const int ToB = 100;
    private const int ToC = 99;

    /// <summary>Widths of bar, space, bar … of each of the 106 symbols before the stop.</summary>
    private const string Widths =
        "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212" +
        "223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331" +
        "132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124" +
        "121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112" +
        "421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232";

    /// <summary>True is dark; null: empty, too long, or with a character that it lacks.</summary>
    public static bool[]? Modules(string text)
    {
        if (text.Length is 0 or > MostCharacters || text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }

        var symbols = Symbols(text);
        var sum = symbols[0];
        for (var at = 1; at < symbols.Count; at++)
        {
            sum += symbols[at] * at;
        }

        symbols.Add(sum % 103);
        var modules = new List<bool>(new bool[Quiet]);
        foreach (var symbol in symbols)
        {
            Append(modules, Widths.AsSpan(symbol * 6, 6));
        }

        Append(modules, "2331112");
        return [.. modules, .. new bool[Quiet]];
    }

    private static List<int> Symbols(string text)
    {
        var symbols = new List<int>();
        var inC = false;
        for (var at = 0; at < text.Length;)
        {
            var digits = Digits(text, at);
            if (!inC && (digits >= 4 || (at == 0 && digits == 2 && text.Length == 2)) && digits % 2 == 0)
            {
                symbols.Add(symbols.Count == 0 ? StartC : ToC);
                inC = true;
            }
            else if (symbols.Count == 0 || (inC && digits < 2))
            {
                symbols.Add(symbols.Count == 0 ? StartB : ToB);
                inC = false;
            }

            symbols.Add(inC ? ((text[at] - '0') * 10) + text[at + 1] - '0' : text[at] - ' ');
            at += inC ? 2 : 1;
        }

        return symbols;
    }

    private static int Digits(string text, int at)
    {
        var count = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length - at : count;
    }

    private static void Append(List<bool> modules, ReadOnlySpan<char> widths)
    {
        for (var at = 0; at < widths.Length; at++)
        {
            for (var count = widths[at] - '0'; count > 0; count--)
            {
                modules.Add(at % 2 == 0);
            }
        }
    }
}
