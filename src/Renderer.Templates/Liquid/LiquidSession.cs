using Renderer.Model;
using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid;

/// <summary>Evaluates the Liquid of one message. Nothing of it outlives the message.</summary>
internal sealed class LiquidSession(MailRun run)
{
    private readonly Dictionary<string, object?> message = new() { ["id"] = run.Scope.MessageId };

    public MailRun Run => run;

    /// <summary>Renders a part or a block.</summary>
    /// <param name="script">The part or block.</param>
    /// <param name="escapes">Whether values are written for HTML.</param>
    /// <param name="deadline">When it must end, a timestamp of the system clock.</param>
    public ScriptResult Render(LiquidScript script, bool escapes, long deadline)
    {
        var frame = new Frame(this, script, escapes, new Running.Budget(run, deadline));
        try
        {
            script.Body.Write(frame);
            return ScriptResult.Of(frame.Written);
        }
        catch (SkipSignal skip)
        {
            return ScriptResult.Skip(skip.Why);
        }
        catch (LiquidError e)
        {
            return Fail(frame, Reason.RenderError, e.At, "Liquid error: " + e.Message);
        }
        catch (LimitError e)
        {
            return Fail(frame, Reason.Limit, e.At < 0 ? frame.Budget.At : e.At, e.Message);
        }
        catch (SegmentError e)
        {
            return Fail(frame, e.Result.Reason, e.At, e.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            return Fail(frame, Reason.Limit, frame.Budget.At, "It is too deeply nested.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Fail(frame, Reason.RenderError, frame.Budget.At, "This cannot be evaluated with the values given.");
        }
    }

    /// <summary>What every script finds in scope; nothing when there is no such name.</summary>
    public object? Global(string name, Frame frame, int at) => name switch
    {
        ScopeNames.Profile => run.Model.Profile,
        ScopeNames.Data => run.Model.Data,
        ScopeNames.Segments => new SegmentNames(this, frame, at),
        ScopeNames.Now => run.LocalNow,
        ScopeNames.Message => message,
        ScopeNames.Locale => run.Culture.Name,
        ScopeNames.Preheader => run.Preheader,
        _ => run.Model.Data.TryGetValue(name, out var value) ? value : null,
    };

    private static ScriptResult Fail(Frame frame, Reason reason, int at, string message) =>
        ScriptResult.Fail(reason, frame.Script.Source.At(at).Say(Severity.Error, reason == Reason.Limit ? "limit" : "render_error", message));

    /// <summary><c>segments.vip</c>: the rule is asked when somebody wants to know.</summary>
    private sealed class SegmentNames(LiquidSession session, Frame frame, int at) : ITells
    {
        public object? Tell(string member)
        {
            if (!session.Run.Mail.Segments.ContainsKey(member))
            {
                return null;
            }

            var answer = session.Run.Scriban.Segment(member, frame.Budget.Deadline);
            return answer.Failed ? throw new SegmentError(at, member, answer) : answer.Holds;
        }
    }
}
