using System.Globalization;
using System.Text.RegularExpressions;

namespace Renderer.Templates.Formatting;

/// <summary>Dates and times as a locale writes them.</summary>
internal static partial class Dates
{
    /// <summary>A date: "short" 11/27/2026, "long" November 27, 2026 (the default), "full" with the weekday, or a .NET pattern.</summary>
    public static string Date(DateTime local, string? style, CultureInfo culture) => style switch
    {
        null or "long" => local.ToString(WithoutWeekday(culture.DateTimeFormat.LongDatePattern), culture),
        "short" => local.ToString("d", culture),
        "full" => local.ToString("D", culture),
        _ => Custom(local, style, culture),
    };

    /// <summary>A time of day: "short" 8:00 AM (the default), "long" with seconds, or a .NET pattern.</summary>
    public static string Time(DateTime local, string? style, CultureInfo culture) => style switch
    {
        null or "short" => local.ToString("t", culture),
        "long" => local.ToString("T", culture),
        _ => Custom(local, style, culture),
    };

    /// <summary>Both, in one style, or a .NET pattern.</summary>
    public static string DateAndTime(DateTime local, string? style, CultureInfo culture) => style switch
    {
        null or "long" or "short" or "full" => $"{Date(local, style, culture)} {Time(local, null, culture)}",
        _ => Custom(local, style, culture),
    };

    // A single letter would be one of .NET's named formats.
    private static string Custom(DateTime local, string pattern, CultureInfo culture) =>
        local.ToString(pattern.Length == 1 ? "%" + pattern : pattern, culture);

    // .NET's long pattern has the weekday, as Unicode's "full" has; people write dates without.
    private static string WithoutWeekday(string pattern)
    {
        var rest = Weekday().Replace(pattern, "").Trim();
        return rest.Length > 0 ? rest : pattern;
    }

    [GeneratedRegex(@"^\s*dddd('[^']*')?[\s,،]*|[\s,،]*dddd\s*$")]
    private static partial Regex Weekday();
}
