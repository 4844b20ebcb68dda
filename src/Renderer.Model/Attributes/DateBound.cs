using System.Globalization;

namespace Renderer.Model;

/// <summary>An end of a date window: a day, or one so many days or years from today.</summary>
/// <param name="Day">A day of the calendar; null: counted from today.</param>
/// <param name="Days">Days from today.</param>
/// <param name="Years">Years from today.</param>
public readonly record struct DateBound(DateOnly? Day, int Days = 0, int Years = 0)
{
    /// <summary>Reads <c>1900-01-01</c>, <c>today</c>, <c>today+30d</c> or <c>today-120y</c>.</summary>
    public static bool TryParse(string text, out DateBound bound)
    {
        bound = default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            bound = new(day);
            return true;
        }

        if (!text.StartsWith("today", StringComparison.Ordinal))
        {
            return false;
        }

        var offset = text.AsSpan("today".Length);
        if (offset.IsEmpty)
        {
            return true;
        }

        var good = int.TryParse(offset[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && offset[0] is '+' or '-' && Math.Abs(count) <= 100_000 && offset[^1] is 'd' or 'y' && (offset[^1] == 'd' || Math.Abs(count) <= 1000);
        bound = offset[^1] == 'y' ? new(null, Years: count) : new(null, Days: count);
        return good;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() =>
        Day is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Years != 0 ? string.Create(CultureInfo.InvariantCulture, $"today{Years:+0;-0}y")
        : Days != 0 ? string.Create(CultureInfo.InvariantCulture, $"today{Days:+0;-0}d")
        : "today";

    /// <summary>The day that it is, when this is today.</summary>
    public DateOnly On(DateOnly today) => Day ?? today.AddDays(Days).AddYears(Years);
}
