using System.Globalization;
using System.Text;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Formatting;

/// <summary>How one locale writes one currency, made once and used for many amounts.</summary>
internal sealed class MoneyFormat
{
    // Enough for 12 digits, their separators, and decimals of any currency.
    private const int Longest = 64;
    private const double Most = 1e12;
    private static readonly int[] Powers = [1, 10, 100, 1000];
    private readonly NumberFormatInfo format;
    private readonly byte[] before;
    private readonly byte[] after;
    private readonly byte[] group;
    private readonly byte[] point;
    private readonly bool isPlain;

    private MoneyFormat(CultureInfo culture, string? currency, NumberFormatInfo format)
    {
        Culture = culture;
        Currency = currency;
        this.format = format;
        var sign = Numbers.WithFixedSpaces(format.CurrencySymbol);
        var (left, right) = format.CurrencyPositivePattern switch
        {
            0 => (sign, ""),
            1 => ("", sign),
            2 => (sign + "\u00a0", ""),
            _ => ("", "\u00a0" + sign),
        };
        (before, after) = (Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
        group = Encoding.UTF8.GetBytes(Numbers.WithFixedSpaces(format.CurrencyGroupSeparator));
        point = Encoding.UTF8.GetBytes(format.CurrencyDecimalSeparator);
        isPlain = format.CurrencyGroupSizes is [3] && format.CurrencyDecimalDigits < Powers.Length && before.Length + after.Length < Longest / 2;
    }

    /// <summary>The locale.</summary>
    public CultureInfo Culture { get; }

    /// <summary>ISO 4217; null: that of the locale's country.</summary>
    public string? Currency { get; }

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

    // A line must not break between an amount and its sign.
    public string Write(decimal value) => Numbers.WithFixedSpaces(value.ToString("C", format));

    public void Write(decimal value, Utf8Sink sink) => sink.Write((ReadOnlySpan<char>)Write(value));

    /// <summary>Writes an amount without a detour over a decimal; false when it has more decimals than the currency, or is negative or huge.</summary>
    public bool TryWrite(double value, Utf8Sink sink)
    {
        var units = (long)Math.Round(value * Power);
        if (!isPlain || !(value is >= 0 and < Most) || (double)units / Power != value)
        {
            return false;
        }

        WriteUnits(units, sink);
        return true;
    }

    /// <summary>Writes an amount without a detour over text; false when it has more decimals than the currency, or is negative or huge.</summary>
    public bool TryWrite(decimal value, Utf8Sink sink)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var digits = (uint)parts[0] | ((long)parts[1] << 32);
        var missing = format.CurrencyDecimalDigits - (parts[3] >> 16);
        if (!isPlain || parts[2] != 0 || parts[3] < 0 || missing < 0 || digits is < 0 or >= (long)Most)
        {
            return false;
        }

        WriteUnits(digits * Powers[missing], sink);
        return true;
    }

    private int Power => Powers[Math.Min(format.CurrencyDecimalDigits, Powers.Length - 1)];

    private void WriteUnits(long units, Utf8Sink sink)
    {
        var power = Power;
        var span = sink.GetSpan(Longest);
        before.CopyTo(span);
        var at = before.Length;
        at += Whole(units / power, span[at..]);
        if (format.CurrencyDecimalDigits > 0)
        {
            point.CopyTo(span[at..]);
            at += point.Length;
            var rest = (int)(units % power);
            for (var digit = format.CurrencyDecimalDigits - 1; digit >= 0; digit--)
            {
                span[at + digit] = (byte)('0' + (rest % 10));
                rest /= 10;
            }

            at += format.CurrencyDecimalDigits;
        }

        after.CopyTo(span[at..]);
        sink.Advance(at + after.Length);
    }

    private int Whole(long number, Span<byte> span)
    {
        if (number < 1000)
        {
            _ = number.TryFormat(span, out var length, provider: CultureInfo.InvariantCulture);
            return length;
        }

        var at = Whole(number / 1000, span);
        group.CopyTo(span[at..]);
        at += group.Length;
        var rest = (int)(number % 1000);
        (span[at], span[at + 1], span[at + 2]) = ((byte)('0' + (rest / 100)), (byte)('0' + (rest / 10 % 10)), (byte)('0' + (rest % 10)));
        return at + 3;
    }
}
