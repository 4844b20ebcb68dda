using Renderer.Templates.Forms;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;
using Renderer.Templates.Plans.Terms;

namespace Renderer.Templates.Liquid.Calls;

/// <summary><c>plus</c>, <c>minus</c>, <c>times</c>, <c>divided_by</c> between numbers that fit; the rest by the filter.</summary>
internal sealed class NumberTerm(Operator between, Term left, Term right, CallTerm otherwise) : Term
{
    // Cents are divided by 100.0 more often than anything else by anything: a power of ten only moves the point.
    private readonly int places = between == Operator.Divide && right is ConstantTerm { Constant: { Kind: Kind.Decimal } by } ? Places(by.Decimal) : -1;

    public override Value Evaluate(PlanRun run)
    {
        var a = left.Evaluate(run);
        if (places >= 0 && a.Kind == Kind.Int)
        {
            return Value.Of(new decimal((int)Math.Abs(a.Whole), 0, 0, a.Whole < 0, (byte)places));
        }

        var b = right.Evaluate(run);
        return (a.Kind == Kind.Int && b.Kind == Kind.Int && TryWhole(a.Whole, b.Whole, out var whole)) ? LiquidValues.Whole(whole)
            : IsExact(a) && IsExact(b) && (a.Kind == Kind.Decimal || b.Kind == Kind.Decimal) && TryExact(Exact(a), Exact(b), out var exact) ? Value.Of(exact)
            : otherwise.With(run, a);
    }

    private static int Places(decimal power)
    {
        var places = 0;
        for (var one = 1m; one < power && places < 10; one *= 10)
        {
            places++;
        }

        return places <= 9 && power == (decimal)Math.Pow(10, places) ? places : -1;
    }

    private static bool IsExact(in Value value) => value.Kind is Kind.Int or Kind.Decimal;

    private static decimal Exact(in Value value) => value.Kind == Kind.Int ? value.Whole : value.Decimal;

    private bool TryWhole(long a, long b, out long result)
    {
        result = between switch
        {
            Operator.Add => a + b,
            Operator.Subtract => a - b,
            Operator.Multiply => a * b,
            _ when b == 0 => 0,

            // Downwards, as Ruby does.
            _ => (a / b) - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0),
        };
        return between != Operator.Divide || b != 0;
    }

    private bool TryExact(decimal a, decimal b, out decimal result)
    {
        result = 0;
        if (between == Operator.Divide && b == 0)
        {
            return false;
        }

        try
        {
            // With at least one decimal, as the filters have it.
            result = 0.0m + between switch
            {
                Operator.Add => a + b,
                Operator.Subtract => a - b,
                Operator.Multiply => a * b,
                _ => a / b,
            };
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
