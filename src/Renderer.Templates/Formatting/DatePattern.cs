using System.Globalization;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Formatting;

/// <summary>A pattern of <c>strftime</c> with the usual fields, taken apart; in English.</summary>
internal sealed class DatePattern
{
    private readonly (char Field, byte[] Literal)[] parts;

    private DatePattern((char Field, byte[] Literal)[] parts) => this.parts = parts;

    /// <summary>Takes a pattern apart; null when it has other fields.</summary>
    public static DatePattern? Parse(string pattern)
    {
        var parts = new List<(char, byte[])>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
            {
                var end = pattern.IndexOf('%', i) is var next && next < 0 ? pattern.Length : next;
                parts.Add(('\0', Encoding.UTF8.GetBytes(pattern[i..end])));
                i = end - 1;
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] is 'Y' or 'm' or 'd' or 'H' or 'M' or 'S' or 'y' or 'B' or 'b' or 'A' or 'a')
            {
                parts.Add((pattern[++i], []));
            }
            else
            {
                return null;
            }
        }

        return new DatePattern([.. parts]);
    }

    public void Write(DateTime date, Utf8Sink sink)
    {
        foreach (var (field, literal) in parts)
        {
            switch (field)
            {
                case '\0':
                    sink.Write(literal);
                    break;
                case 'Y':
                    sink.WriteDigits(date.Year, 4);
                    break;
                case 'y':
                    sink.WriteDigits(date.Year % 100, 2);
                    break;
                case 'm':
                    sink.WriteDigits(date.Month, 2);
                    break;
                case 'd':
                    sink.WriteDigits(date.Day, 2);
                    break;
                case 'H':
                    sink.WriteDigits(date.Hour, 2);
                    break;
                case 'M':
                    sink.WriteDigits(date.Minute, 2);
                    break;
                case 'S':
                    sink.WriteDigits(date.Second, 2);
                    break;
                default:
                    sink.Write(Name(date, field));
                    break;
            }
        }
    }

    private static string Name(DateTime date, char field)
    {
        var names = CultureInfo.InvariantCulture.DateTimeFormat;
        return field switch
        {
            'B' => names.GetMonthName(date.Month),
            'b' => names.GetAbbreviatedMonthName(date.Month),
            'A' => names.GetDayName(date.DayOfWeek),
            _ => names.GetAbbreviatedDayName(date.DayOfWeek),
        };
    }
}
