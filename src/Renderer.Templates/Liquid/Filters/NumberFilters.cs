using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Arithmetic.</summary>
internal static class NumberFilters
{
    public static readonly Filter[] All =
    [
        new("plus", 1, 1, (call, v) => Calculating.Add(Calculating.Number(v), call.Number(0))),
        new("minus", 1, 1, (call, v) => Calculating.Subtract(Calculating.Number(v), call.Number(0))),
        new("times", 1, 1, (call, v) => Calculating.Multiply(Calculating.Number(v), call.Number(0))),
        new("divided_by", 1, 1, (call, v) => Calculating.Divide(Calculating.Number(v), call.Number(0), call.At)),
        new("modulo", 1, 1, (call, v) => Calculating.Modulo(Calculating.Number(v), call.Number(0), call.At)),
        new("abs", 0, 0, (_, v) => Calculating.Abs(Calculating.Number(v))),
        new("ceil", 0, 0, (_, v) => Calculating.Ceiling(Calculating.Number(v))),
        new("floor", 0, 0, (_, v) => Calculating.Floor(Calculating.Number(v))),
        new("round", 0, 1, (call, v) => Calculating.Round(Calculating.Number(v), (int)Math.Clamp(Values.Whole(call[0]) ?? 0, -100, 100))),
        new("at_least", 1, 1, (call, v) => Limit(Calculating.Number(v), call.Number(0), -1)),
        new("at_most", 1, 1, (call, v) => Limit(Calculating.Number(v), call.Number(0), 1)),
    ];

    private static object Limit(object value, object limit, int beyond) => Math.Sign(Calculating.Compare(value, limit)) == beyond ? limit : value;
}
