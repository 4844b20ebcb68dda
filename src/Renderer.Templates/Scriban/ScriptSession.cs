using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>Evaluates the scripts of one message. Nothing of it outlives the message: contexts are never shared between messages, let alone workspaces.</summary>
internal sealed class ScriptSession
{
    private readonly MailRun run;
    private readonly Lazy<ScriptObject> names;
    private readonly Stack<MailContext> idle = new();

    public ScriptSession(MailRun run)
    {
        this.run = run;
        names = new Lazy<ScriptObject>(() => run.Scope.ModelFor(run.Mail).Names(this));
    }

    public MailRun Run => run;

    /// <summary>Adds the preheader, which is known only once it is rendered.</summary>
    public void SetPreheader(string? preheader) => names.Value.SetValue(ScopeNames.Preheader, preheader, readOnly: true);

    /// <summary>A context for plans, which have names and variables of their own.</summary>
    public MailContext Bridge()
    {
        var context = new MailContext(this) { CancellationToken = run.CancellationToken };
        context.PushGlobal(new Frame(new ScriptObject()));
        return context;
    }

    /// <summary>Renders a part or a block.</summary>
    /// <param name="script">The part or block.</param>
    /// <param name="deadline">When it must end, a timestamp of the system clock.</param>
    public ScriptResult Render(ScribanScript script, long deadline) =>
        Evaluate(script, deadline, context => ScriptResult.Of(script.Parsed.Render(context)));

    /// <summary>Asks a rule.</summary>
    public ScriptResult Ask(ScribanScript rule, long deadline) =>
        Evaluate(rule, deadline, context => context.ToBool(default, rule.Parsed.Evaluate(context)) ? ScriptResult.True : ScriptResult.Empty);

    /// <summary>Whether the person is in a segment.</summary>
    public bool IsIn(string segment, MailContext context)
    {
        var answer = run.Segment(segment, context.Deadline);
        return answer.Failed ? throw new SegmentSignal(context.CurrentSpan, segment, answer) : answer.Holds;
    }

    private ScriptResult Evaluate(ScribanScript script, long deadline, Func<MailContext, ScriptResult> evaluate)
    {
        var context = idle.TryPop(out var used) ? used : new MailContext(this);
        context.Escapes = script.Escapes;
        context.Escapers = script.Escapers;

        // In HTML, a line end in a value is a line end and nothing more.
        context.AutoIndent = !script.Escapes;
        context.Deadline = deadline;
        context.CancellationToken = run.CancellationToken;
        context.PushGlobal(FrameFor(script));
        try
        {
            var result = evaluate(context);
            context.PopGlobal();

            // A context that an error left in the middle of something is not used again.
            idle.Push(context);
            return result;
        }
        catch (SkipSignal skip)
        {
            return ScriptResult.Skip(skip.Why);
        }
        catch (ScriptRuntimeException e)
        {
            return Faults.Of(e, script.Source);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Faults.Of(new ScriptRuntimeException(default, "unexpected", e), script.Source);
        }
    }

    private Frame FrameFor(ScribanScript script)
    {
        var frame = new Frame(names.Value);
        if (script.Facts.UsesDate)
        {
            frame.SetValue("date", Builtins.DateAt(run.LocalNow, run.Scope.Now.UtcDateTime), readOnly: true);
        }

        return frame;
    }
}
