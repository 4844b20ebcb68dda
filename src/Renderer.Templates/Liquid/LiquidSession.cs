using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid;

/// <summary>Evaluates the Liquid of one message. Nothing of it outlives the message.</summary>
internal sealed class LiquidSession(MailRun run)
{
    private readonly Dictionary<string, object?> message = new() { ["id"] = run.Scope.MessageId };

    private readonly Dictionary<string, object?> open = new() { ["relative"] = run.IsRelative };

    public MailRun Run => run;

    /// <summary>Renders a part or a block.</summary>
    /// <param name="script">The part or block.</param>
    /// <param name="deadline">When it must end, a timestamp of the system clock.</param>
    public ScriptResult Render(LiquidScript script, long deadline)
    {
        var frame = new Frame(this, script, new Running.Budget(run, deadline));
        try
        {
            script.Body.Write(frame);
            return ScriptResult.Of(frame.Written);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return LiquidFaults.Of(e, frame.Budget.At, frame.Script.Source);
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
        ScopeNames.Open => open,
        ScopeNames.WebLink => OpenParts.Web,
        ScopeNames.ConsentLink => OpenParts.Consent,
        ScopeNames.Pixel => frame.Escapes ? new Markup(OpenParts.Pixel(run, asTag: true)) : "",
        ScopeNames.Locale => run.Culture.Name,
        ScopeNames.Preheader => run.Preheader,
        _ => run.Model.Data.TryGetValue(name, out var value) ? value : null,
    };

    /// <summary><c>segments.vip</c>: the rule is asked when somebody wants to know.</summary>
    private sealed class SegmentNames(LiquidSession session, Frame frame, int at) : ITells
    {
        public object? Tell(string member)
        {
            if (!session.Run.Mail.Segments.ContainsKey(member))
            {
                return null;
            }

            var answer = session.Run.Segment(member, frame.Budget.Deadline);
            return answer.Failed ? throw new SegmentError(at, member, answer) : answer.Holds;
        }
    }
}
