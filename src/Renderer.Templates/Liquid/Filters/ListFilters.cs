using System.Collections;
using System.Text;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Lists as a whole: their order, their ends, their text.</summary>
internal static class ListFilters
{
    public static readonly Filter[] All =
    [
        new("first", 0, 0, (_, v) => Lists.First(v)),
        new("last", 0, 0, (_, v) => Lists.Last(v)),
        new("join", 0, 1, Join),
        new("reverse", 0, 0, (call, v) => Enumerable.Reverse(call.Items(v)).ToList()),
        new("concat", 1, 1, (call, v) => Concat(call, v)),
        new("compact", 0, 1, (call, v) => call.Items(v).Where(i => Pick(call, i) is not null).ToList()),
        new("uniq", 0, 1, Unique),
        new("sort", 0, 1, (call, v) => Sorted(call, v, (a, b) => Comparing.Sorted(a, b, call.At))),
        new("sort_natural", 0, 1, (call, v) => Sorted(call, v, Natural)),
        new("sum", 0, 1, Sum),
    ];

    private static object Sum(Call call, object? value)
    {
        object sum = 0L;
        foreach (var item in call.Items(value))
        {
            call.Run.Budget.Step(call.At);
            sum = Calculating.Add(sum, Calculating.Number(Pick(call, item)));
        }

        return sum;
    }

    private static string Join(Call call, object? value)
    {
        var by = call.Arguments.Count == 0 ? " " : call.Text(0);
        var all = new StringBuilder();
        var first = true;
        foreach (var item in call.Items(value))
        {
            all.Append(first ? "" : by).Append(Values.Text(item));
            call.Run.Budget.Text(all.Length, call.At);
            first = false;
        }

        return all.ToString();
    }

    private static List<object?> Concat(Call call, object? value)
    {
        if (call[0] is not (IList or Span) || call[0] is IDictionary<string, object?>)
        {
            throw new LiquidError(call.At, "concat filter requires an array argument");
        }

        return [.. call.Items(value), .. Lists.Each(call[0], call.Run.Budget, call.At)!];
    }

    private static List<object?> Unique(Call call, object? value)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var all = new List<object?>();
        foreach (var item in call.Items(value))
        {
            call.Run.Budget.Step(call.At);
            var key = Pick(call, item);

            // What is the same has the same text and kind; objects are compared by theirs.
            var sign = Values.Kind(key) + Values.Text(key);
            call.Run.Budget.Spend(sign.Length, call.At);
            if (known.Add(sign))
            {
                all.Add(item);
            }
        }

        return all;
    }

    private static List<object?> Sorted(Call call, object? value, Comparison<object?> order)
    {
        var keyed = call.Items(value).Select(i => (Key: Pick(call, i), Item: i)).ToList();
        try
        {
            return [.. keyed.OrderBy(k => k.Key, Comparer<object?>.Create((a, b) =>
            {
                call.Run.Budget.Step(call.At);
                return order(a, b);
            })).Select(k => k.Item)];
        }
        catch (InvalidOperationException e) when (e.InnerException is LiquidError or LimitError)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static int Natural(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => string.Compare(Values.Text(a), Values.Text(b), StringComparison.OrdinalIgnoreCase),
    };

    // The item itself, or its member where one is named.
    private static object? Pick(Call call, object? item) => call[0] is null ? item : PickFilters.Member(call, item, call[0]);
}
