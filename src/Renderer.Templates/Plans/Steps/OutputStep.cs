namespace Renderer.Templates.Plans.Steps;

/// <summary>Writes a value, escaped for the place where it stands.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="term">What is written.</param>
internal sealed class OutputStep(int at, Term term) : Step
{
    public override Flow Run(PlanRun run)
    {
        run.Count(at);
        var value = term.Evaluate(run);
        switch (value.Kind)
        {
            case Kind.Unset or Kind.Nothing:
                break;
            case Kind.Utf8:
                Write(run, value.Bytes);
                break;
            case Kind.Int or Kind.Long:
                run.Sink.Write(value.Whole);
                break;
            case Kind.Captured or Kind.Markup:
                run.Sink.Write(value.Bytes);
                break;
            case Kind.True:
                run.Sink.Write("true"u8);
                break;
            case Kind.False:
                run.Sink.Write("false"u8);
                break;
            default:
                if (run.Mail.Mail.Semantics.Text(run, value) is { } text)
                {
                    Write(run, System.Text.Encoding.UTF8.GetBytes(text));
                }

                break;
        }

        return Flow.On;
    }

    private static void Write(PlanRun run, ReadOnlySpan<byte> text)
    {
        if (run.Escapes)
        {
            Html.Utf8Html.Encode(text, run.Sink);
        }
        else
        {
            run.Sink.Write(text);
        }
    }
}
