using System.Collections;

namespace Renderer.Templates.Liquid.Running;

/// <summary>What stands behind a dot or in brackets.</summary>
internal static class Members
{
    public static object? Of(object? value, object? key, Budget budget, int at)
    {
        budget.Step(at);
        switch (value)
        {
            case null:
                return null;
            case ITells teller:
                return teller.Tell(Values.Text(key));
            case IDictionary<string, object?> members:
                return key is not null && members.TryGetValue(Values.Text(key), out var member) ? member : Special(value, key);
            case IList list when Values.Integer(key) is { } index && key is not string:
                var i = index < 0 ? index + list.Count : index;
                return i >= 0 && i < list.Count ? list[(int)i] : null;
            default:
                return Special(value, key);
        }
    }

    private static object? Special(object value, object? key) => key switch
    {
        "size" => Lists.Size(value),
        "first" => Lists.First(value),
        "last" => Lists.Last(value),
        _ => null,
    };
}
