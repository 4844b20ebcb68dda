using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Renderer.Templates.Liquid.Running;

/// <summary>What values mean to Liquid: nothing, truth values, whole numbers (long, BigInteger), others (decimal, double), text, lists, objects, instants.</summary>
internal static class Values
{
    // A mail's data is shallow; what is deeper is not written.
    private const int MaxDepth = 32;

    // More than any output may have; the same text may stand in a list many times.
    private const int MaxText = 4 << 20;

    public static bool Holds(object? value) => value is not (null or false);

    /// <summary>The text that is written for a value.</summary>
    public static string Text(object? value)
    {
        switch (value)
        {
            case string text:
                return text;
            case Markup markup:
                return markup.Html;
            case null or Keyword or ITells:
                return "";
            case IDictionary<string, object?>:
                return Inspect(value, 0);
            case IList list:
                var all = new StringBuilder();
                Join(list, all, 0);
                return all.ToString();
            default:
                return Scalar(value);
        }
    }

    public static bool Same(object? a, object? b)
    {
        if (a is Keyword || b is Keyword)
        {
            return a is Keyword && b is Keyword ? a == b : a is Keyword word ? Is(word, b) : Is((Keyword)b!, a);
        }

        return (a, b) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (bool x, bool y) => x == y,
            (Span x, Span y) => x == y,
            (IDictionary<string, object?> x, IDictionary<string, object?> y) =>
                x.Count == y.Count && x.All(p => y.TryGetValue(p.Key, out var other) && Same(p.Value, other)),
            (IList x, IList y) => x.Count == y.Count && x.Cast<object?>().Zip(y.Cast<object?>()).All(p => Same(p.First, p.Second)),
            (string or Markup, string or Markup) => Text(a) == Text(b),
            (DateTime x, DateTime y) => x == y,
            _ => Calculating.IsNumber(a) && Calculating.IsNumber(b) ? Calculating.Compare(a, b) == 0 : ReferenceEquals(a, b),
        };
    }

    public static bool Contains(object? a, object? b) => b is not null && a switch
    {
        string or Markup => Text(a).Contains(Text(b), StringComparison.Ordinal),
        IDictionary<string, object?> members => members.ContainsKey(Text(b)),
        IList list => list.Cast<object?>().Any(item => Same(item, b)),
        Span span => Whole(b) is { } n && n >= span.From && n <= span.To && Calculating.IsNumber(b),
        _ => false,
    };

    /// <summary>A whole number, as ranges read it; null when there is none.</summary>
    public static long? Whole(object? value) => Calculating.Number(value) switch
    {
        long l => l,
        decimal m when Math.Abs(m) < long.MaxValue => (long)m,
        double d when Math.Abs(d) < long.MaxValue => (long)d,
        _ => null,
    };

    /// <summary>A whole number, as arguments must be: one, or a text that is one.</summary>
    public static long? Integer(object? value) => value switch
    {
        int i => i,
        long l => l,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    /// <summary>What kind of value it is, for messages.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "nil",
        string or Markup => "String",
        bool b => b ? "true" : "false",
        int or long or BigInteger => "Integer",
        decimal or double => "Float",
        IDictionary<string, object?> => "Hash",
        IList => "Array",
        _ => "Object",
    };

    private static bool Is(Keyword word, object? value) => value switch
    {
        string text => word == Keyword.Empty ? text.Length == 0 : string.IsNullOrWhiteSpace(text),
        Markup markup => Is(word, markup.Html),
        IDictionary<string, object?> members => members.Count == 0,
        IList list => list.Count == 0,
        Span span => span.Count == 0,
        null or false => word == Keyword.Blank,
        _ => false,
    };

    private static string Scalar(object value) => value switch
    {
        bool b => b ? "true" : "false",
        Span span => string.Create(CultureInfo.InvariantCulture, $"{span.From}..{span.To}"),
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss +0000", CultureInfo.InvariantCulture),
        decimal or double => Calculating.FloatText(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void Join(IList list, StringBuilder all, int depth)
    {
        foreach (var item in depth < MaxDepth ? list : Array.Empty<object>())
        {
            if (all.Length > MaxText)
            {
                throw new LimitError(-1, "The list's text is too long.");
            }

            if (item is IList inner and not IDictionary<string, object?>)
            {
                Join(inner, all, depth + 1);
            }
            else
            {
                all.Append(Text(item));
            }
        }
    }

    // As Ruby shows a hash.
    private static string Inspect(object? value, int depth) => value switch
    {
        _ when depth > MaxDepth => "…",
        null => "nil",
        string or Markup => $"\"{Text(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        IDictionary<string, object?> members =>
            $"{{{string.Join(", ", members.Select(m => $"{Inspect(m.Key, depth + 1)}=>{Inspect(m.Value, depth + 1)}"))}}}",
        IList list => $"[{string.Join(", ", list.Cast<object?>().Select(i => Inspect(i, depth + 1)))}]",
        _ => Scalar(value),
    };
}
