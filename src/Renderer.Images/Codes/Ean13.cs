namespace Renderer.Images.Codes;

/// <summary>EAN-13 of 12 digits, to which the check digit is added, or of 13 with a right one; quiet zones included.</summary>
internal static class Ean13
{
    private const int QuietLeft = 11;
    private const int QuietRight = 7;

    private static readonly string[] Left = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"];

    /// <summary>For a first digit: which of the left six are of even parity.</summary>
    private static readonly string[] Parity = ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];

    /// <summary>True is dark; null: no such number.</summary>
    public static bool[]? Modules(string text)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length is not (12 or 13) || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var check = CheckDigit(digits);
        if (digits.Length == 13 && digits[12] - '0' != check)
        {
            return null;
        }

        var all = digits.Length == 13 ? digits : digits + (char)('0' + check);
        var bars = new System.Text.StringBuilder().Append('0', QuietLeft).Append("101");
        var parity = Parity[all[0] - '0'];
        for (var at = 0; at < 6; at++)
        {
            var code = Left[all[at + 1] - '0'];
            bars.Append(parity[at] == 'L' ? code : Mirrored(Inverted(code)));
        }

        bars.Append("01010");
        for (var at = 7; at < 13; at++)
        {
            bars.Append(Inverted(Left[all[at] - '0']));
        }

        return [.. bars.Append("101").Append('0', QuietRight).ToString().Select(bar => bar == '1')];
    }

    private static int CheckDigit(string digits)
    {
        var sum = 0;
        for (var at = 0; at < 12; at++)
        {
            sum += (digits[at] - '0') * (at % 2 == 0 ? 1 : 3);
        }

        return (10 - (sum % 10)) % 10;
    }

    private static string Inverted(string code) => string.Concat(code.Select(bar => bar == '1' ? '0' : '1'));

    private static string Mirrored(string code) => string.Concat(code.Reverse());
}
