using System.Globalization;
using System.Text;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Ruby's <c>strftime</c>, in English, as Liquid is.</summary>
internal static class Strftime
{
    private const int MaxWidth = 100;

    public static string Format(DateTime date, string pattern, TimeZoneInfo zone, int at, Budget budget)
    {
        var all = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 >= pattern.Length)
            {
                all.Append(pattern[i]);
                continue;
            }

            var start = i++;
            var flags = "";
            for (; i < pattern.Length && pattern[i] is '-' or '0' or '^' or '_' or '#' or ':'; i++)
            {
                flags += pattern[i];
            }

            var width = 0;
            for (; i < pattern.Length && char.IsAsciiDigit(pattern[i]); i++)
            {
                width = Math.Min(MaxWidth, (width * 10) + (pattern[i] - '0'));
            }

            all.Append(i < pattern.Length ? Field(date, pattern[i], flags, width, zone) ?? pattern[start..(i + 1)] : pattern[start..]);
            budget.Text(all.Length, at);
        }

        return all.ToString();
    }

    private static string? Field(DateTime d, char code, string flags, int width, TimeZoneInfo zone)
    {
        switch (code)
        {
            case '%':
                return "%";
            case 'n':
                return "\n";
            case 't':
                return "\t";
            case 'z':
                var offset = zone.GetUtcOffset(d);
                var colon = flags.Contains(':', StringComparison.Ordinal) ? ":" : "";
                return string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}{colon}{Math.Abs(offset.Minutes):00}");
            case 'Z':
                return zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime ? "UTC" : zone.IsDaylightSavingTime(d) ? zone.DaylightName : zone.StandardName;
        }

        if (Composite(code) is { } composite)
        {
            return Cased(string.Concat(composite.Split('|').Select(p => p.Length == 2 && p[0] == '%' ? Field(d, p[1], "", 0, zone) : p)), flags);
        }

        if (Words(d, code) is { } word)
        {
            return Cased(word.PadLeft(width), flags);
        }

        return Numbers(d, code, zone) is var (number, digits, pad) && digits > 0 ? Padded(number, flags, width > 0 ? width : digits, pad) : null;
    }

    private static string? Composite(char code) => code switch
    {
        'c' => "%a| |%b| |%e| |%T| |%Y",
        'D' or 'x' => "%m|/|%d|/|%y",
        'F' => "%Y|-|%m|-|%d",
        'T' or 'X' => "%H|:|%M|:|%S",
        'R' => "%H|:|%M",
        'r' => "%I|:|%M|:|%S| |%p",
        'v' => "%e|-|%b|-|%Y",
        '+' => "%a| |%b| |%e| |%T| |%Z| |%Y",
        _ => null,
    };

    private static string? Words(DateTime d, char code) => code switch
    {
        'A' => d.ToString("dddd", CultureInfo.InvariantCulture),
        'a' => d.ToString("ddd", CultureInfo.InvariantCulture),
        'B' => d.ToString("MMMM", CultureInfo.InvariantCulture),
        'b' or 'h' => d.ToString("MMM", CultureInfo.InvariantCulture),
        'p' => d.Hour < 12 ? "AM" : "PM",
        'P' => d.Hour < 12 ? "am" : "pm",
        _ => null,
    };

    private static (long Number, int Digits, char Pad) Numbers(DateTime d, char code, TimeZoneInfo zone) => code switch
    {
        'Y' => (d.Year, 4, '0'),
        'C' => (d.Year / 100, 2, '0'),
        'y' => (d.Year % 100, 2, '0'),
        'm' => (d.Month, 2, '0'),
        'd' => (d.Day, 2, '0'),
        'e' => (d.Day, 2, ' '),
        'j' => (d.DayOfYear, 3, '0'),
        'H' => (d.Hour, 2, '0'),
        'k' => (d.Hour, 2, ' '),
        'I' => (d.Hour % 12 == 0 ? 12 : d.Hour % 12, 2, '0'),
        'l' => (d.Hour % 12 == 0 ? 12 : d.Hour % 12, 2, ' '),
        'M' => (d.Minute, 2, '0'),
        'S' => (d.Second, 2, '0'),
        'L' => (d.Millisecond, 3, '0'),
        'N' => (d.Ticks % TimeSpan.TicksPerSecond * 100, 9, '0'),
        'u' => (d.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)d.DayOfWeek, 1, '0'),
        'w' => ((int)d.DayOfWeek, 1, '0'),
        'G' => (ISOWeek.GetYear(d), 4, '0'),
        'g' => (ISOWeek.GetYear(d) % 100, 2, '0'),
        'V' => (ISOWeek.GetWeekOfYear(d), 2, '0'),
        'U' => ((d.DayOfYear + 6 - (int)d.DayOfWeek) / 7, 2, '0'),
        'W' => ((d.DayOfYear + 6 - (((int)d.DayOfWeek + 6) % 7)) / 7, 2, '0'),
        's' => ((long)(d - zone.GetUtcOffset(d) - DateTime.UnixEpoch).TotalSeconds, 1, '0'),
        _ => (0, 0, '0'),
    };

    private static string Padded(long number, string flags, int width, char pad)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var with = flags.Contains('0', StringComparison.Ordinal) ? '0' : flags.Contains('_', StringComparison.Ordinal) ? ' ' : pad;
        return flags.Contains('-', StringComparison.Ordinal) ? text : text.PadLeft(width, with);
    }

    private static string Cased(string text, string flags) => flags.Contains('^', StringComparison.Ordinal) ? text.ToUpperInvariant() : text;
}
