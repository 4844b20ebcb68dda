using System.Globalization;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary><c>date: '%d.%m.%Y'</c>: what is no date stays as it is. Seconds since 1970 are instants; shown in the mail's time zone.</summary>
internal static class DateFilter
{
    public static readonly Filter[] All = [new("date", 1, 1, Format)];

    private static object? Format(Call call, object? value)
    {
        var pattern = call.Text(0);
        return pattern.Length == 0 || !TryRead(value, call, out var date) ? value : Strftime.Format(date, pattern, call.Run.Mail.Zone, call.At, call.Run.Budget);
    }

    private static bool TryRead(object? value, Call call, out DateTime date)
    {
        date = default;
        var zone = call.Run.Mail.Zone;
        switch (value)
        {
            case DateTime known:
                date = known;
                return true;
            case int or long:
                return TrySeconds(Values.Integer(value)!.Value, zone, out date);
            case string or Markup when Values.Text(value).Trim().ToUpperInvariant() is "NOW" or "TODAY":
                date = call.Run.Mail.LocalNow;
                return true;
            case string or Markup when Values.Text(value) is var text:
                // A negative number is no instant, as with Shopify.
                return text.Length > 0 && text.All(char.IsAsciiDigit)
                    ? long.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && TrySeconds(seconds, zone, out date)
                    : !(text.StartsWith('-') && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0) && Formatting.Values.TryDate(text, zone, out date);
            default:
                return false;
        }
    }

    private static bool TrySeconds(long seconds, TimeZoneInfo zone, out DateTime date)
    {
        date = default;
        if (seconds < -62135596800 || seconds > 253402300799)
        {
            return false;
        }

        date = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), zone).DateTime;
        return true;
    }
}
