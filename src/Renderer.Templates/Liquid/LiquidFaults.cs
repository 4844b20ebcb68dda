using Renderer.Model;
using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Plans;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid;

/// <summary>What became of a script that threw, compiled or interpreted: a reason, and a message that bears no value of the person.</summary>
internal static class LiquidFaults
{
    /// <param name="error">What it threw.</param>
    /// <param name="at">Where it was, where the error does not say; an offset in the source.</param>
    /// <param name="source">What was running.</param>
    public static ScriptResult Of(Exception error, int at, SourceText source) => error switch
    {
        SkipSignal skip => ScriptResult.Skip(skip.Why),
        PlanFault fault => ScriptResult.Fail(fault, source),
        LiquidError liquid => ScriptResult.Fail(Reason.RenderError, "Liquid error: " + liquid.Message, source.At(liquid.At)),
        LimitError limit => ScriptResult.Fail(Reason.Limit, limit.Message, source.At(limit.At < 0 ? at : limit.At)),
        SegmentError segment => ScriptResult.Fail(segment.Result.Reason, segment.Message, source.At(segment.At)),
        InsufficientExecutionStackException => ScriptResult.Fail(Reason.Limit, "It is too deeply nested.", source.At(at)),
        _ => ScriptResult.Fail(Reason.RenderError, "This cannot be evaluated with the values given.", source.At(at)),
    };
}
