using System.Collections;

namespace Renderer.Templates.Liquid.Running;

/// <summary>Values as lists.</summary>
internal static class Lists
{
    private const int MaxDepth = 32;

    /// <summary>What <c>for</c> walks through: an object as pairs, a text as itself.</summary>
    public static List<object?> ForLoop(object? value, int from, int? most, Budget budget, int at)
    {
        if (value is string or Markup)
        {
            return Values.Text(value).Length == 0 ? [] : [value];
        }

        var taken = new List<object?>();
        var end = most is { } limit ? Math.Max(0, (long)from + limit) : long.MaxValue;
        if (value is Span span)
        {
            for (var i = from; i < span.Count && i < end; i++)
            {
                Budget.Items(taken.Count, at);
                taken.Add(span.From + i);
            }

            return taken;
        }

        var next = 0;
        foreach (var item in Each(value, budget, at) ?? [])
        {
            if (next >= from && next < end)
            {
                taken.Add(item);
            }

            next++;
        }

        return taken;
    }

    /// <summary>The items of a list, a range or an object; null for what has none.</summary>
    public static List<object?>? Each(object? value, Budget budget, int at)
    {
        switch (value)
        {
            case IDictionary<string, object?> members:
                return [.. members.Select(m => (object?)new List<object?> { m.Key, m.Value })];
            case IList list:
                return [.. list.Cast<object?>()];
            case Span span:
                Budget.Items(span.Count, at);
                return [.. Numbers(span)];
            default:
                return null;
        }
    }

    /// <summary>What list filters walk through: lists within are laid flat, anything else is a list of one.</summary>
    public static List<object?> ForFilter(object? value, Budget budget, int at)
    {
        var all = new List<object?>();
        switch (value)
        {
            case null or Keyword:
                break;
            case Span span:
                Budget.Items(span.Count, at);
                all.AddRange(Numbers(span));
                break;
            case IList list and not IDictionary<string, object?>:
                Flatten(list, all, budget, at, 0);
                break;
            default:
                all.Add(value);
                break;
        }

        return all;
    }

    public static long Size(object? value) => value switch
    {
        string or Markup => Values.Text(value).Length,
        IDictionary<string, object?> members => members.Count,
        IList list => list.Count,
        Span span => span.Count,
        _ => 0,
    };

    public static object? First(object? value) => value switch
    {
        string or Markup => Values.Text(value) is { Length: > 0 } text ? text[..1] : null,
        IDictionary<string, object?> members => members.Count == 0 ? null : new List<object?> { members.First().Key, members.First().Value },
        IList list => list.Count == 0 ? null : list[0],
        Span span => span.Count == 0 ? null : span.From,
        _ => null,
    };

    public static object? Last(object? value) => value switch
    {
        string or Markup => Values.Text(value) is { Length: > 0 } text ? text[^1..] : null,
        IDictionary<string, object?> => null,
        IList list => list.Count == 0 ? null : list[^1],
        Span span => span.Count == 0 ? null : span.To,
        _ => null,
    };

    private static IEnumerable<object?> Numbers(Span span)
    {
        for (var i = span.From; i <= span.To; i++)
        {
            yield return i;
        }
    }

    private static void Flatten(IList list, List<object?> all, Budget budget, int at, int depth)
    {
        foreach (var item in list)
        {
            budget.Step(at);
            if (item is IList inner and not IDictionary<string, object?> && depth < MaxDepth)
            {
                Flatten(inner, all, budget, at, depth + 1);
            }
            else
            {
                Budget.Items(all.Count, at);
                all.Add(item);
            }
        }
    }
}
