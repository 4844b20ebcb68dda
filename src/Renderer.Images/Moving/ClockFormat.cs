using System.Globalization;
using System.Text;

namespace Renderer.Images.Moving;

/// <summary>How a span is written: <c>d dd h hh m mm s ss</c>, all else as it stands, in quotes where it has these letters. The largest unit takes what is over.</summary>
internal static class ClockFormat
{
    public const string Usual = "dd : hh : mm : ss";

    private const int MostCharacters = 64;

    public static string Write(string format, long seconds)
    {
        var made = new StringBuilder();
        var largest = Largest(format);
        for (var at = 0; at < format.Length && made.Length < MostCharacters; at++)
        {
            var unit = format[at];
            if (unit == '\'')
            {
                var close = format.IndexOf('\'', at + 1);
                close = close < 0 ? format.Length : close;
                made.Append(format.AsSpan(at + 1, close - at - 1));
                at = close;
            }
            else if (Size(unit) is > 0 and var size)
            {
                var value = seconds / size;
                value = unit == largest ? value : value % Wrap(unit);
                var two = at + 1 < format.Length && format[at + 1] == unit;
                at += two ? 1 : 0;
                made.Append(value.ToString(two ? "00" : "0", CultureInfo.InvariantCulture));
            }
            else
            {
                made.Append(unit);
            }
        }

        return made.Length > MostCharacters ? made.ToString(0, MostCharacters) : made.ToString();
    }

    private static char Largest(string format)
    {
        var (quoted, largest) = (false, 's');
        foreach (var unit in format)
        {
            quoted ^= unit == '\'';
            largest = !quoted && Size(unit) > Size(largest) ? unit : largest;
        }

        return largest;
    }

    private static int Size(char unit) => unit switch { 'd' => 86_400, 'h' => 3_600, 'm' => 60, 's' => 1, _ => 0 };

    private static int Wrap(char unit) => unit == 'h' ? 24 : 60;
}
