using System.Globalization;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Scriban.Calls;

/// <summary><c>date.parse</c>: ISO 8601 in UTC, as CRMs write it, at once; the rest by Scriban.</summary>
internal sealed class ParseDateTerm(Term text, BridgeTerm otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = text.Evaluate(run);
        return value.Kind == Kind.Utf8 && TryRead(value.Bytes, out var utc) ? Value.Of(utc.ToLocalTime()) : otherwise.With(run, value);
    }

    // 2026-11-24T13:55:03Z
    private static bool TryRead(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        {
            return false;
        }

        var (year, month, day) = (Two(text) * 100 + Two(text[2..]), Two(text[5..]), Two(text[8..]));
        var (hour, minute, second) = (Two(text[11..]), Two(text[14..]), Two(text[17..]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        utc = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return true;
    }

    // Far below zero where one is no digit.
    private static int Two(ReadOnlySpan<byte> text) =>
        char.IsAsciiDigit((char)text[0]) && char.IsAsciiDigit((char)text[1]) ? ((text[0] - '0') * 10) + text[1] - '0' : -100_000;
}

/// <summary><c>date.to_string</c> with a pattern that the source gives.</summary>
internal sealed class DateTextTerm(Term date, DatePattern pattern, BridgeTerm otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = date.Evaluate(run);
        if (value.Kind != Kind.Date)
        {
            return otherwise.With(run, value);
        }

        var text = run.Scratch;
        var start = text.Length;
        pattern.Write(value.Date, text);
        return text.Since(start);
    }
}

/// <summary>A pattern of <c>date.to_string</c>, taken apart; in the culture that Scriban runs in, which is the invariant one.</summary>
internal sealed class DatePattern
{
    private readonly (char Field, byte[] Literal)[] parts;

    private DatePattern((char Field, byte[] Literal)[] parts) => this.parts = parts;

    /// <summary>Takes a pattern apart; null when it has a field that Scriban must write.</summary>
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
