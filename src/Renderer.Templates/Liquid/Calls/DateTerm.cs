using Renderer.Templates.Formatting;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;

namespace Renderer.Templates.Liquid.Calls;

/// <summary><c>date</c> with a pattern that the source gives: instants as CRMs write them, in the mail's time zone.</summary>
internal sealed class DateTerm(Term date, DatePattern pattern, CallTerm otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = date.Evaluate(run);
        DateTime local;
        if (value.Kind == Kind.Date)
        {
            local = value.Date;
        }
        else if (value.Kind == Kind.Utf8 && IsoInstant.TryRead(value.Bytes, out var utc))
        {
            local = ReferenceEquals(run.Mail.Zone, TimeZoneInfo.Utc) ? utc : TimeZoneInfo.ConvertTime(utc, run.Mail.Zone);
        }
        else
        {
            return otherwise.With(run, value);
        }

        var text = run.Scratch;
        var start = text.Length;
        pattern.Write(local, text);
        return text.Since(start);
    }
}
