using Renderer.Templates.Formatting;

namespace Renderer.Templates.Plans.Calls;

/// <summary><c>format_money</c> with a currency that the source gives, or none.</summary>
internal sealed class MoneyTerm(Term amount, string? currency, CallTerm otherwise) : Term
{
    // The last locale's way of writing it: most messages of a template are in few locales.
    private MoneyFormat? last;

    public override Value Evaluate(PlanRun run)
    {
        var value = amount.Evaluate(run);
        var code = currency ?? run.Mail.Mail.Definition.Currency;
        if (code is not null && !Currencies.IsCode(code))
        {
            return otherwise.With(run, value);
        }

        var culture = run.Mail.Culture;
        var format = last;
        if (format is null || !ReferenceEquals(format.Culture, culture) || format.Currency != code)
        {
            last = format = MoneyFormat.Of(code, culture);
        }

        var text = run.Scratch;
        var start = text.Length;
        if (value.Kind is Kind.Int or Kind.Long or Kind.Double && format.TryWrite(value.Kind == Kind.Double ? value.Double : value.Whole, text))
        {
            return text.Since(start);
        }

        if (!TryNumber(value, out var number))
        {
            return otherwise.With(run, value);
        }

        if (!format.TryWrite(number, text))
        {
            format.Write(number, text);
        }

        return text.Since(start);
    }

    private static bool TryNumber(in Value value, out decimal number)
    {
        switch (value.Kind)
        {
            case Kind.Int or Kind.Long:
                number = value.Whole;
                return true;
            case Kind.Double when Math.Abs(value.Double) <= 1e27:
                number = (decimal)value.Double;
                return true;
            case Kind.Decimal:
                number = value.Decimal;
                return true;
            default:
                number = 0;
                return false;
        }
    }
}
