using System.Collections.Frozen;
using System.Globalization;

namespace Renderer.Templates.Formatting;

/// <summary>Currencies by ISO 4217 code.</summary>
internal static class Currencies
{
    // Signs that mean one currency everywhere; '$', '¥' and 'kr' do only at home (below).
    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["EUR"] = "€", ["GBP"] = "£", ["USD"] = "$", ["JPY"] = "¥", ["INR"] = "₹", ["KRW"] = "₩", ["ILS"] = "₪", ["UAH"] = "₴",
        ["VND"] = "₫", ["PHP"] = "₱", ["NGN"] = "₦", ["TRY"] = "₺", ["BRL"] = "R$", ["AUD"] = "A$", ["CAD"] = "CA$", ["NZD"] = "NZ$",
        ["MXN"] = "MX$", ["HKD"] = "HK$", ["CNY"] = "CN¥", ["TWD"] = "NT$",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // ISO 4217's exceptions from two decimals.
    private static readonly FrozenDictionary<string, int> Digits = new Dictionary<string, int>
    {
        ["JPY"] = 0, ["KRW"] = 0, ["VND"] = 0, ["CLP"] = 0, ["ISK"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0, ["PYG"] = 0, ["UGX"] = 0,
        ["RWF"] = 0, ["KMF"] = 0, ["GNF"] = 0, ["DJF"] = 0, ["BIF"] = 0, ["VUV"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Three capital letters.</summary>
    public static bool IsCode(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>The currency of a locale's country; "USD" where it has none.</summary>
    public static string Of(CultureInfo culture) => Region(culture)?.ISOCurrencySymbol is { Length: 3 } code ? code : "USD";

    /// <summary>The sign that readers of a locale take for this currency, or the code itself.</summary>
    public static string Symbol(string code, CultureInfo culture)
    {
        var home = Region(culture);
        if (home?.ISOCurrencySymbol == code)
        {
            return home.CurrencySymbol;
        }

        // A Canadian reads '$' as her own dollar.
        return code == "USD" && home?.CurrencySymbol == "$" ? "US$" : Signs.GetValueOrDefault(code, code);
    }

    /// <summary>How many decimals its amounts have.</summary>
    public static int Decimals(string code) => Digits.GetValueOrDefault(code, 2);

    private static RegionInfo? Region(CultureInfo culture)
    {
        try
        {
            return new RegionInfo(CultureInfo.CreateSpecificCulture(culture.Name).Name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
