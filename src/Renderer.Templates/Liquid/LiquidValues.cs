using System.Text;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Liquid;

/// <summary>Between the values of plans and those of the interpreter and its filters.</summary>
internal static class LiquidValues
{
    public static Value From(object? value) => value switch
    {
        long number => Whole(number),
        Markup markup => Value.Markup(Encoding.UTF8.GetBytes(markup.Html)),
        _ => Value.From(value),
    };

    /// <summary>A whole number: Liquid does not tell the sizes apart.</summary>
    public static Value Whole(long number) => number is >= int.MinValue and <= int.MaxValue ? Value.Of((int)number) : Value.Of(number);

    public static object? ToObject(PlanRun run, in Value value) => value.Kind switch
    {
        Kind.Captured => Encoding.UTF8.GetString(value.Bytes),
        Kind.Markup => new Markup(Encoding.UTF8.GetString(value.Bytes)),
        _ => value.ToObject(run),
    };
}
