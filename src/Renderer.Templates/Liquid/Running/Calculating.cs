using System.Globalization;
using System.Numerics;

namespace Renderer.Templates.Liquid.Running;

/// <summary>Liquid's arithmetic: whole numbers of any size, others as decimals, beyond those as doubles.</summary>
internal static class Calculating
{
    // What a double tells apart.
    private const int DoubleDigits = 17;
    private static readonly double MostPlain = 1e16;

    public static bool IsNumber(object? value) => value is int or long or BigInteger or decimal or double;

    /// <summary>The number that a value is or says; 0 for what is none.</summary>
    public static object Number(object? value)
    {
        switch (value)
        {
            case int i:
                return (long)i;
            case long or BigInteger or decimal or double:
                return value;
            case string or Markup:
                return Parse(Values.Text(value).Trim());
            default:
                return 0L;
        }
    }

    public static object Add(object a, object b) => Apply(a, b, static (x, y) => x + y, static (x, y) => x + y, static (x, y) => x + y);

    public static object Subtract(object a, object b) => Apply(a, b, static (x, y) => x - y, static (x, y) => x - y, static (x, y) => x - y);

    public static object Multiply(object a, object b) => Apply(a, b, static (x, y) => x * y, static (x, y) => x * y, static (x, y) => x * y);

    /// <summary>Whole numbers are divided as whole numbers, downwards.</summary>
    public static object Divide(object a, object b, int at) =>
        Apply(a, NotZero(b, at), static (x, y) => BigInteger.Divide(x - Mod(x, y), y), static (x, y) => x / y, static (x, y) => x / y);

    /// <summary>The rest has the divisor's sign.</summary>
    public static object Modulo(object a, object b, int at) =>
        Apply(a, NotZero(b, at), Mod, static (x, y) => x - (y * Math.Floor(x / y)), static (x, y) => x - (y * Math.Floor(x / y)));

    public static int Compare(object a, object b) =>
        IsWhole(a) && IsWhole(b) ? Big(a).CompareTo(Big(b))
        : a is not double && b is not double && TryDecimal(a, out var x) && TryDecimal(b, out var y) ? x.CompareTo(y)
        : Double(a).CompareTo(Double(b));

    /// <summary>Rounds to decimals, halves away from zero; without decimals it is a whole number.</summary>
    public static object Round(object value, int decimals) => IsWhole(value) && decimals >= 0 ? value
        : !TryDecimal(value, out var exact) ? value
        : decimals > 0 ? Math.Round(exact, Math.Min(decimals, 28), MidpointRounding.AwayFromZero) + 0.0m
        : decimals == 0 ? Small(new BigInteger(Math.Round(exact, MidpointRounding.AwayFromZero)))
        : decimals < -28 ? 0L
        : Small(new BigInteger(Math.Round(exact / Power(-decimals), MidpointRounding.AwayFromZero)) * BigInteger.Pow(10, -decimals));

    public static object Floor(object value) =>
        IsWhole(value) ? value : TryDecimal(value, out var exact) ? Small(new BigInteger(Math.Floor(exact))) : value;

    public static object Ceiling(object value) =>
        IsWhole(value) ? value : TryDecimal(value, out var exact) ? Small(new BigInteger(Math.Ceiling(exact))) : value;

    public static object Abs(object value) => value switch
    {
        decimal m => Math.Abs(m),
        double d => Math.Abs(d),
        _ => Small(BigInteger.Abs(Big(value))),
    };

    /// <summary>As Ruby writes a float: 5.0, 0.1, 1.0e+16.</summary>
    public static string FloatText(object value)
    {
        var d = Double(value);
        if (double.IsNaN(d) || double.IsInfinity(d))
        {
            return double.IsNaN(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity";
        }

        if (Math.Abs(d) >= MostPlain || (d != 0 && Math.Abs(d) < 1e-4))
        {
            var text = d.ToString("0.0###############e+00", CultureInfo.InvariantCulture);
            return text;
        }

        var exact = value is decimal m ? m : (decimal)d;
        if (decimal.Truncate(exact) == exact)
        {
            return exact.ToString("0.0", CultureInfo.InvariantCulture);
        }

        var plain = exact.ToString("0.############################", CultureInfo.InvariantCulture);
        return plain.Count(char.IsAsciiDigit) <= DoubleDigits ? plain : d.ToString("R", CultureInfo.InvariantCulture);
    }

    private static object Parse(string text)
    {
        var i = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        var isFloat = i > start && i + 1 < text.Length && text[i] == '.' && text.AsSpan(i + 1).IndexOfAnyExceptInRange('0', '9') < 0;
        return isFloat && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact
            : i > start && i < 1000 ? Small(BigInteger.Parse(text.AsSpan(0, i), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : 0L;
    }

    private static object Apply(
        object a, object b, Func<BigInteger, BigInteger, BigInteger> whole, Func<decimal, decimal, decimal> exact, Func<double, double, double> rough)
    {
        if (IsWhole(a) && IsWhole(b))
        {
            return Small(whole(Big(a), Big(b)));
        }

        try
        {
            return a is not double && b is not double && TryDecimal(a, out var x) && TryDecimal(b, out var y) ? exact(x, y) + 0.0m : rough(Double(a), Double(b));
        }
        catch (OverflowException)
        {
            return rough(Double(a), Double(b));
        }
    }

    private static object NotZero(object value, int at) =>
        IsWhole(value) ? Big(value).IsZero ? throw new LiquidError(at, "divided by 0") : value
        : Double(value) == 0 ? throw new LiquidError(at, "divided by 0") : value;

    private static BigInteger Mod(BigInteger a, BigInteger b)
    {
        var rest = BigInteger.Remainder(a, b);
        return rest.IsZero || rest.Sign == b.Sign ? rest : rest + b;
    }

    private static bool IsWhole(object value) => value is int or long or BigInteger;

    private static BigInteger Big(object value) => value is BigInteger big ? big : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static double Double(object value) => value is BigInteger big ? (double)big : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static bool TryDecimal(object value, out decimal exact)
    {
        exact = 0;
        switch (value)
        {
            case decimal m:
                exact = m;
                return true;
            case int or long:
                exact = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                return true;
            default:
                var d = Double(value);
                if (double.IsNaN(d) || Math.Abs(d) > 1e28)
                {
                    return false;
                }

                exact = (decimal)d;
                return true;
        }
    }

    public static object Small(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            return (long)value;
        }

        return value;
    }

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
