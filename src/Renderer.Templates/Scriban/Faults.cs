using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Definitions;
using Renderer.Templates.Plans;
using Renderer.Templates.Rendering;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>Turns what Scriban throws into a reason and a message that bears no value of the person.</summary>
internal static partial class Faults
{
    public static ScriptResult Of(ScriptRuntimeException error, SourceText source)
    {
        var reason = error is SegmentSignal segment ? segment.Result.Reason : IsLimit(error) ? Reason.Limit : Reason.RenderError;
        var at = source.At(error.Span.Start.Line, error.Span.Start.Column);
        return ScriptResult.Fail(reason, at.Say(Severity.Error, reason == Reason.Limit ? "limit" : "render_error", Message(error, source.Text)));
    }

    /// <summary>What a plan threw.</summary>
    /// <param name="error">It.</param>
    /// <param name="at">Where the plan was, an offset in the source.</param>
    /// <param name="source">What the plan was made of.</param>
    public static ScriptResult Of(Exception error, int at, SourceText source)
    {
        if (error is SkipSignal skip)
        {
            return ScriptResult.Skip(skip.Why);
        }

        if (error is PlanFault fault)
        {
            return ScriptResult.Fail(fault, source);
        }

        var known = error as ScriptRuntimeException
            ?? new ScriptRuntimeException(default, error is InsufficientExecutionStackException ? error.Message : "unexpected", error);
        var reason = known is SegmentSignal segment ? segment.Result.Reason : IsLimit(known) ? Reason.Limit : Reason.RenderError;
        return ScriptResult.Fail(
            reason, source.At(at).Say(Severity.Error, reason == Reason.Limit ? "limit" : "render_error", Message(known, source.Text)));
    }

    private static bool IsLimit(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is LateSignal or ScriptAbortException or RegexMatchTimeoutException or InsufficientExecutionStackException
                || (e is ScriptRuntimeException or InvalidOperationException or ArgumentException && LimitWords().IsMatch(e.Message)))
            {
                return true;
            }
        }

        return false;
    }

    // Scriban quotes values in its messages. What it quotes stays only where the template's own source says the same.
    private static string Message(ScriptRuntimeException error, string source)
    {
        if (error is SegmentSignal)
        {
            return error.OriginalMessage;
        }

        if (IsLimit(error))
        {
            return error is LateSignal or ScriptAbortException ? "The time limit is reached." : error.OriginalMessage;
        }

        if (error.InnerException is not null)
        {
            return "This cannot be evaluated with the values given.";
        }

        var text = Value().Replace(error.OriginalMessage, "");
        return Quoted().Replace(text, quoted => source.Contains(quoted.Groups[1].Value, StringComparison.Ordinal) ? quoted.Value : "`…`");
    }

    [GeneratedRegex("exceed|LimitToString|too deeply nested|limit is reached", RegexOptions.IgnoreCase)]
    private static partial Regex LimitWords();

    [GeneratedRegex(" value: .*$", RegexOptions.Singleline)]
    private static partial Regex Value();

    [GeneratedRegex("[`'\"]([^`'\"]*)[`'\"]")]
    private static partial Regex Quoted();
}
