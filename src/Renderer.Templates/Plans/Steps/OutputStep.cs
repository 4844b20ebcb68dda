using System.Text;
using Renderer.Templates.Escaping;

namespace Renderer.Templates.Plans.Steps;

/// <summary>Writes a value, escaped for the place where it stands.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="term">What is written.</param>
/// <param name="escaper">How it is escaped there.</param>
/// <param name="indent">In a plain text that keeps the indent of its code: what begins each line; else null.</param>
internal sealed class OutputStep(int at, Term term, Escaper escaper, byte[]? indent) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        var value = term.Evaluate(run);
        switch (value.Kind)
        {
            case Kind.Unset or Kind.Nothing:
                if (escaper.Nothing.Length > 0)
                {
                    run.Sink.Write((ReadOnlySpan<char>)escaper.Nothing);
                }

                break;
            case Kind.Utf8:
                Write(run, value.Bytes);
                break;
            case Kind.Int or Kind.Long when indent is null && (escaper.TakesNumbers || escaper.TakesJson):
                run.Sink.Write(value.Whole);
                break;
            case Kind.Captured or Kind.Markup when escaper.TakesMarkup || !run.Escapes:
                WriteAsItStands(run, value.Bytes);
                break;
            case Kind.Captured or Kind.Markup:
                Write(run, Encoding.UTF8.GetBytes(MarkupText.Of(Encoding.UTF8.GetString(value.Bytes))));
                break;
            case Kind.True or Kind.False when escaper.TakesJson:
                run.Sink.Write(value.Holds ? "true"u8 : "false"u8);
                break;
            case Kind.True:
                Write(run, "true"u8);
                break;
            case Kind.False:
                Write(run, "false"u8);
                break;
            case not Kind.Text when escaper is JsonValueEscaper guard:
                guard.Guard(Encoding.UTF8.GetBytes(run.Semantics.Json(run, value)), run.Sink);
                break;
            default:
                if (run.Semantics.Text(run, value) is { } text)
                {
                    Write(run, Encoding.UTF8.GetBytes(run.Joined(text)));
                    run.Note(text);
                }

                break;
        }

        return Flow.On;
    }

    private void Write(PlanRun run, ReadOnlySpan<byte> text)
    {
        if (indent is null)
        {
            escaper.Write(text, run.Sink);
            return;
        }

        var start = run.Sink.Length;
        escaper.Write(text, run.Sink);
        var escaped = run.Sink.Written[start..].ToArray();
        run.Sink.CutBack(start);
        WriteAsItStands(run, escaped);
    }

    private void WriteAsItStands(PlanRun run, ReadOnlySpan<byte> text)
    {
        if (indent is null)
        {
            run.Sink.Write(text);
        }
        else
        {
            run.WriteLines(text, indent);
        }
    }
}
