using Renderer.Templates.Formatting;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Scriban.Calls;

/// <summary><c>date.parse</c>: ISO 8601 in UTC, as CRMs write it, at once; the rest by Scriban.</summary>
internal sealed class ParseDateTerm(Term text, BridgeTerm otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = text.Evaluate(run);
        return value.Kind == Kind.Utf8 && IsoInstant.TryRead(value.Bytes, out var utc) ? Value.Of(utc.ToLocalTime()) : otherwise.With(run, value);
    }
}

/// <summary><c>date.to_string</c> with a pattern that the source gives.</summary>
internal sealed class DateTextTerm(Term date, DatePattern pattern, BridgeTerm otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = date.Evaluate(run);
        if (value.Kind != Kind.Date)
        {
            return otherwise.With(run, value);
        }

        var text = run.Scratch;
        var start = text.Length;
        pattern.Write(value.Date, text);
        return text.Since(start);
    }
}
