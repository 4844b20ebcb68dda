using System.Text;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;

namespace Renderer.Templates.Liquid.Calls;

/// <summary><c>upcase</c>, <c>downcase</c>, <c>capitalize</c> of ASCII.</summary>
/// <param name="text">What is changed.</param>
/// <param name="first">How its first letter becomes.</param>
/// <param name="rest">How the others become.</param>
/// <param name="otherwise">The filter.</param>
/// <param name="at">Where it stands.</param>
internal sealed class CaseTerm(Term text, CaseTerm.To first, CaseTerm.To rest, CallTerm otherwise, int at) : Term
{
    /// <summary>A letter's case.</summary>
    internal enum To
    {
        Upper,
        Lower,
    }

    public override Value Evaluate(PlanRun run)
    {
        var value = text.Evaluate(run);
        if (value.Kind != Kind.Utf8 || value.Bytes.IsEmpty || !Ascii.IsValid(value.Bytes))
        {
            return otherwise.With(run, value);
        }

        LiquidRun.Of(run).Budget.Spend(value.Bytes.Length, at);
        var start = run.Scratch.Length;
        Write(value.Bytes[..1], first, run.Scratch);
        Write(value.Bytes[1..], rest, run.Scratch);
        return run.Scratch.Since(start);
    }

    private static void Write(ReadOnlySpan<byte> text, To to, Utf8Sink sink)
    {
        var span = sink.GetSpan(text.Length);
        _ = to == To.Upper ? Ascii.ToUpper(text, span, out var written) : Ascii.ToLower(text, span, out written);
        sink.Advance(written);
    }
}

/// <summary><c>append</c> and <c>prepend</c> of text to text.</summary>
internal sealed class JoinTerm(Term first, Term second, Term input, CallTerm otherwise, int at) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var (a, b) = (first.Evaluate(run), second.Evaluate(run));
        if (!IsText(a) || !IsText(b))
        {
            return otherwise.With(run, ReferenceEquals(input, first) ? a : b);
        }

        LiquidRun.Of(run).Budget.Spend(Length(a) + Length(b), at);
        var start = run.Scratch.Length;
        Write(a, run.Scratch);
        Write(b, run.Scratch);
        return run.Scratch.Since(start);
    }

    private static bool IsText(in Value value) => value.Kind is Kind.Utf8 or Kind.Int;

    private static int Length(in Value value) => value.Kind == Kind.Int ? 11 : Encoding.UTF8.GetCharCount(value.Bytes);

    private static void Write(in Value value, Utf8Sink sink)
    {
        if (value.Kind == Kind.Int)
        {
            sink.Write(value.Whole);
        }
        else
        {
            sink.Write(value.Bytes);
        }
    }
}

/// <summary><c>escape</c>: what mails write of it is escaped for content, and not again.</summary>
internal sealed class EscapeTerm(Term text, CallTerm otherwise, int at) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = text.Evaluate(run);
        if (value.IsNothing || value.Kind == Kind.Markup)
        {
            return value;
        }

        if (value.Kind != Kind.Utf8 || !run.Escapes)
        {
            return otherwise.With(run, value);
        }

        var start = run.Scratch.Length;
        run.Mail.Mail.Content.WriteValid(value.Bytes, run.Scratch);
        LiquidRun.Of(run).Budget.Spend(run.Scratch.Length - start, at);
        return run.Scratch.MarkupSince(start);
    }
}

/// <summary><c>size</c> of texts and lists.</summary>
internal sealed class SizeTerm(Term value, CallTerm otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var of = value.Evaluate(run);
        return of.Kind switch
        {
            Kind.Utf8 => Value.Of(Encoding.UTF8.GetCharCount(of.Bytes)),
            Kind.List => Value.Of(of.Count),
            _ => otherwise.With(run, of),
        };
    }
}
