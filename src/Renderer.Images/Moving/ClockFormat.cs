using System.Text;

namespace Renderer.Images.Moving;

/// <summary>How a span is written: <c>d dd h hh m mm s ss</c>, all else as it stands, in quotes where it has these letters. The largest unit takes what is over.</summary>
internal static class ClockFormat
{
    public const string Usual = "dd : hh : mm : ss";

    /// <summary>Beyond them it is cut.</summary>
    public const int MostCharacters = 64;

    /// <summary>Its parts, texts between units in one piece.</summary>
    public static List<ClockPart> Parts(string format)
    {
        var (parts, text, largest, length) = (new List<ClockPart>(), new StringBuilder(), Largest(format), 0);
        for (var at = 0; at < format.Length && length + text.Length < MostCharacters; at++)
        {
            var unit = format[at];
            if (unit == '\'')
            {
                var close = format.IndexOf('\'', at + 1);
                close = close < 0 ? format.Length : close;
                text.Append(format.AsSpan(at + 1, close - at - 1));
                at = close;
            }
            else if (Size(unit) is > 0 and var size)
            {
                EndText();
                var two = at + 1 < format.Length && format[at + 1] == unit;
                at += two ? 1 : 0;
                parts.Add(new ClockPart(size, unit == largest ? 0 : Wrap(unit), two ? 2 : 1, ""));
                length += 2;
            }
            else
            {
                text.Append(unit);
            }
        }

        EndText();
        return parts;

        void EndText()
        {
            if (text.Length > 0 && length < MostCharacters)
            {
                parts.Add(new ClockPart(0, 0, 0, text.ToString(0, Math.Min(text.Length, MostCharacters - length))));
            }

            length += text.Length;
            text.Clear();
        }
    }

    public static string Write(string format, long seconds) => string.Concat(Parts(format).Select(part => part.IsUnit ? part.Digits(seconds) : part.Text));

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
