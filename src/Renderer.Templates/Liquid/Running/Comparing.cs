namespace Renderer.Templates.Liquid.Running;

/// <summary>Which of two values comes first.</summary>
internal static class Comparing
{
    /// <summary>For comparisons: null where one of them can be neither more nor less, so that none holds; what can be, but not to each other, is an error.</summary>
    public static int? Ordered(object? a, object? b, int at) => !Have(a) || !Have(b)
        ? null
        : Order(a, b) ?? throw new LiquidError(at, $"comparison of {Values.Kind(a)} with {Values.Kind(b)} failed");

    /// <summary>Whether a value can be more or less than another.</summary>
    public static bool Have(object? value) => value is string or Markup or DateTime || Calculating.IsNumber(value);

    /// <summary>Below zero, zero or above; null where they cannot be compared.</summary>
    public static int? Order(object? a, object? b) => (a, b) switch
    {
        (string or Markup, string or Markup) => string.CompareOrdinal(Values.Text(a), Values.Text(b)),
        (DateTime x, DateTime y) => x.CompareTo(y),
        _ => Calculating.IsNumber(a) && Calculating.IsNumber(b) ? Calculating.Compare(a!, b!) : null,
    };

    /// <summary>For sorting: nothing comes last; what cannot be compared is an error.</summary>
    public static int Sorted(object? a, object? b, int at) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => Order(a, b) ?? (Values.Same(a, b) ? 0 : throw new LiquidError(at, "cannot sort values of incompatible types")),
    };
}
