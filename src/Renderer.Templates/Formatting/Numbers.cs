using System.Globalization;

namespace Renderer.Templates.Formatting;

/// <summary>Numbers, money and shares as a locale writes them.</summary>
internal static class Numbers
{
    private const int MaxDecimals = 10;

    /// <summary>1234.5 as "1,234.5": as many decimals as it has, three at most, unless told.</summary>
    public static string Number(decimal value, int? decimals, CultureInfo culture) =>
        decimals is { } count
            ? value.ToString("N" + Clamp(count), culture)
            : value.ToString("#,##0.###", culture);

    /// <summary>0.256 as "26%".</summary>
    public static string Percent(decimal value, int? decimals, CultureInfo culture) =>
        WithFixedSpaces(value.ToString("P" + Clamp(decimals ?? 0), culture));

    /// <summary>42 as "$42.00" or "42,00 €": the currency's sign and decimals, the locale's pattern.</summary>
    /// <param name="value">The amount.</param>
    /// <param name="currency">ISO 4217; null: that of the locale's country.</param>
    /// <param name="culture">The locale.</param>
    public static string Money(decimal value, string? currency, CultureInfo culture) => MoneyFormat.Of(currency, culture).Write(value);

    /// <summary>A line must not break between an amount and its sign.</summary>
    public static string WithFixedSpaces(string text) => text.Replace(' ', '\u00a0');

    private static string Clamp(int decimals) => Math.Clamp(decimals, 0, MaxDecimals).ToString(CultureInfo.InvariantCulture);
}
