using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Items of a list by a member of theirs.</summary>
internal static class PickFilters
{
    public static readonly Filter[] All =
    [
        new("map", 1, 1, (call, v) => call.Items(v).Select(i => i is null ? null : Member(call, i, call[0])).ToList()),
        new("where", 1, 2, (call, v) => Matches(call, v, out var all) ? all.Where(m => m.Holds).Select(m => m.Item).ToList() : null),
        new("reject", 1, 2, (call, v) => Matches(call, v, out var all) ? all.Where(m => !m.Holds).Select(m => m.Item).ToList() : null),
        new("has", 1, 2, (call, v) => Matches(call, v, out var all) ? all.Exists(m => m.Holds) : null),
        new("find", 1, 2, (call, v) => Matches(call, v, out var all) ? all.Find(m => m.Holds).Item : null),
        new("find_index", 1, 2, (call, v) => Matches(call, v, out var all) && all.FindIndex(m => m.Holds) is var i and >= 0 ? (long)i : null),
        new("lookup", 1, 1, (call, v) => Members.Of(v, call[0], call.Run.Budget, call.At)),
        new("default", 0, 1, Default),
    ];

    /// <summary>A member as Ruby's brackets find it: of an object, within a text, a bit of a number.</summary>
    public static object? Member(Call call, object? item, object? key)
    {
        call.Run.Budget.Step(call.At);
        return item switch
        {
            IDictionary<string, object?> members => key is not null && members.TryGetValue(Values.Text(key), out var value) ? value : null,
            string or Markup => key is not null && Values.Text(item).Contains(Values.Text(key), StringComparison.Ordinal) ? key : null,
            int or long when Values.Integer(key) is { } bit && key is not string => bit is < 0 or > 62 ? 0L : (Values.Integer(item)!.Value >> (int)bit) & 1,
            _ => throw new LiquidError(call.At, "cannot select the property"),
        };
    }

    // False where an item is nothing, or the member is: Shopify gives nothing then.
    private static bool Matches(Call call, object? value, out List<(object? Item, bool Holds)> all)
    {
        all = [];
        foreach (var item in call.Items(value))
        {
            if (item is null || (item is string or Markup && call[0] is null))
            {
                return false;
            }

            var member = Member(call, item, call[0]);
            all.Add((item, call[1] is null ? Values.Holds(member) : Values.Same(member, call[1])));
        }

        return true;
    }

    private static object? Default(Call call, object? value)
    {
        var keepsFalse = call.Named.Any(n => n.Key == "allow_false" && Values.Holds(n.Value));
        var isMissing = value is null || (value is false && !keepsFalse) || (value is not false && Values.Same(value, Keyword.Empty));
        return isMissing ? (call.Arguments.Count == 0 ? "" : call[0]) : value;
    }
}
