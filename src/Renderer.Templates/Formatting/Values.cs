using System.Globalization;

namespace Renderer.Templates.Formatting;

/// <summary>Reads what templates hand to the format functions: numbers and dates also come as text from CRMs.</summary>
internal static class Values
{
    /// <summary>Nothing to format.</summary>
    public static bool IsNothing(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    /// <summary>Reads a number; false when it is none.</summary>
    public static bool TryNumber(object? value, out decimal number)
    {
        number = 0;
        switch (value)
        {
            case decimal m:
                number = m;
                return true;
            case double or float:
                var d = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                if (double.IsNaN(d) || Math.Abs(d) > 1e27)
                {
                    return false;
                }

                number = (decimal)d;
                return true;
            case sbyte or byte or short or ushort or int or uint or long or ulong:
                number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
                return true;
            case System.Numerics.BigInteger big when System.Numerics.BigInteger.Abs(big) < new System.Numerics.BigInteger(1e27):
                number = (decimal)big;
                return true;
            case string text:
                return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
            default:
                return false;
        }
    }

    /// <summary>
    /// Reads an instant as the wall clock of a time zone shows it, or a date as it stands; false when it is neither.
    /// ISO 8601 with an offset and milliseconds since 1970 are instants; a date or a time without an offset stays as written.
    /// </summary>
    public static bool TryDate(object? value, TimeZoneInfo zone, out DateTime local)
    {
        local = default;
        switch (value)
        {
            case DateTime date:
                local = date.Kind == DateTimeKind.Utc ? TimeZoneInfo.ConvertTimeFromUtc(date, zone) : date;
                return true;
            case string text when DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out local):
                return true;
            case string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var millis):
                return TryMillis(millis, zone, out local);
            case string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out var parsed):
                local = parsed.Kind == DateTimeKind.Unspecified ? parsed : TimeZoneInfo.ConvertTime(parsed, zone);
                return true;
            case null or string or bool:
                return false;
            default:
                return TryNumber(value, out var number) && TryMillis(number, zone, out local);
        }
    }

    private static bool TryMillis(decimal millis, TimeZoneInfo zone, out DateTime local)
    {
        local = default;
        if (millis < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || millis > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds((long)millis), zone).DateTime;
        return true;
    }
}
