using System.Globalization;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Formatting;

/// <summary>How one locale writes one currency, made once and used for many amounts.</summary>
/// <param name="Culture">The locale.</param>
/// <param name="Currency">ISO 4217; null: that of the locale's country.</param>
/// <param name="Format">Signs, patterns and decimals.</param>
internal sealed record MoneyFormat(CultureInfo Culture, string? Currency, NumberFormatInfo Format)
{
    public static MoneyFormat Of(string? currency, CultureInfo culture)
    {
        var code = currency ?? Currencies.Of(culture);
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencySymbol = Currencies.Symbol(code, culture);
        format.CurrencyDecimalDigits = Currencies.Decimals(code);

        // "CHF 42.00", not "CHF42.00": letters need a space.
        if (char.IsLetter(format.CurrencySymbol[^1]) && format.CurrencyPositivePattern == 0)
        {
            (format.CurrencyPositivePattern, format.CurrencyNegativePattern) = (2, 12);
        }

        return new MoneyFormat(culture, currency, format);
    }

    public string Write(decimal value) => Numbers.WithFixedSpaces(value.ToString("C", Format));

    public void Write(decimal value, Utf8Sink sink)
    {
        Span<char> text = stackalloc char[96];
        if (!value.TryFormat(text, out var length, "C", Format))
        {
            sink.Write(Encoding.UTF8.GetBytes(Write(value)));
            return;
        }

        // A line must not break between an amount and its sign.
        text[..length].Replace(' ', '\u00a0');
        sink.Write((ReadOnlySpan<char>)text[..length]);
    }
}
