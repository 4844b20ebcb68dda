using System.Text;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Liquid;

/// <summary>Between the values of plans and those of the interpreter and its filters.</summary>
internal static class LiquidValues
{
    public static Value Utf8(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Value.Utf8(bytes, 0, bytes.Length);
    }

    public static Value From(object? value) => value switch
    {
        null => Value.Nothing,
        bool truth => Value.Of(truth),
        int number => Value.Of(number),
        long number => Whole(number),
        double number => Value.Of(number),
        decimal number => Value.Of(number),
        string text => Value.Of(text),
        DateTime date => Value.Of(date),
        Markup markup => Value.Markup(Encoding.UTF8.GetBytes(markup.Html)),
        _ => Value.Object(value),
    };

    /// <summary>A whole number: Liquid does not tell the sizes apart.</summary>
    public static Value Whole(long number) => number is >= int.MinValue and <= int.MaxValue ? Value.Of((int)number) : Value.Of(number);

    public static object? ToObject(PlanRun run, in Value value) => value.Kind switch
    {
        Kind.Unset or Kind.Nothing => null,
        Kind.False => false,
        Kind.True => true,
        Kind.Int => (int)value.Whole,
        Kind.Long => value.Whole,
        Kind.Double => value.Double,
        Kind.Decimal => value.Decimal,
        Kind.Date => value.Date,
        Kind.Utf8 => value.Characters,
        Kind.Text => value.String,
        Kind.Row or Kind.List => run.Whole(value),
        Kind.Captured => Encoding.UTF8.GetString(value.Bytes),
        Kind.Markup => new Markup(Encoding.UTF8.GetString(value.Bytes)),
        _ => value.Reference,
    };
}
