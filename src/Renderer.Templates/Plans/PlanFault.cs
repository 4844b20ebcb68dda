using Renderer.Model;

namespace Renderer.Templates.Plans;

/// <summary>A plan could not go on; caught where the plan was started. Its message bears no value.</summary>
internal sealed class PlanFault(int at, string message, Reason reason = Reason.RenderError) : Exception(message)
{
    /// <summary>Where, an offset in the source.</summary>
    public int At => at;

    public Reason Reason => reason;
}
