using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Renderer.Tests.Images;

/// <summary>Reads Code 128 back from its modules, by a table of its own making: each symbol's bars from those of start to stop.</summary>
internal static class Code128Reader
{
    private static readonly Dictionary<string, int> Symbols = MakeTable();

    public static string Read(bool[] modules)
    {
        var bits = string.Concat(modules.Select(dark => dark ? '1' : '0')).Trim('0');
        var values = new List<int>();
        for (var at = 0; at + 13 < bits.Length; at += 11)
        {
            values.Add(Symbols[bits.Substring(at, 11)]);
        }

        var sum = values[0];
        for (var at = 1; at < values.Count - 1; at++)
        {
            sum += at * values[at];
        }

        if (sum % 103 != values[^1] || !bits.EndsWith("1100011101011", StringComparison.Ordinal))
        {
            throw new InvalidDataException("the check digit or the stop is wrong");
        }

        var (text, set) = (new StringBuilder(), values[0]);
        foreach (var value in values.Skip(1).SkipLast(1))
        {
            if (value is 99 or 100 && !(set == 105 && value == 99))
            {
                set = value == 99 ? 105 : 104;
            }
            else
            {
                text.Append(set == 105 ? value.ToString("00", CultureInfo.InvariantCulture) : ((char)(value + ' ')).ToString());
            }
        }

        return text.ToString();
    }

    // Of six widths of one to four that add up to eleven with an even sum of bars, the standard's order is taken from single-symbol codes.
    private static Dictionary<string, int> MakeTable()
    {
        var table = new Dictionary<string, int>();
        for (var value = 0; value < 95; value++)
        {
            Add(((char)(value + ' ')).ToString(), value);
        }

        for (var pair = 0; pair < 100; pair++)
        {
            Add(pair.ToString("00", CultureInfo.InvariantCulture), pair);
        }

        table["11010010000"] = 104;
        table["11010011100"] = 105;
        table["10111011110"] = 99;
        table["10111101110"] = 100;
        table["11101011110"] = 101;
        table["11110101110"] = 102;
        return table;

        void Add(string text, int value)
        {
            var bits = string.Concat(Renderer.Images.Codes.Code128.Modules(text)!.Select(dark => dark ? '1' : '0')).Trim('0');
            var symbol = bits.Substring(11, 11);
            if (!Regex.IsMatch(symbol, "^1.*0$") || symbol.Count(bit => bit == '1') % 2 != 0)
            {
                throw new InvalidDataException($"{text} is no symbol");
            }

            table[symbol] = value;
        }
    }
}
