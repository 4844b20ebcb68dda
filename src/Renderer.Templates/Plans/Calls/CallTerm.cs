namespace Renderer.Templates.Plans.Calls;

/// <summary>A call of a function as its language has it; terms of our own leave to it what they do not settle.</summary>
internal abstract class CallTerm : Term
{
    /// <summary>The call with its first argument evaluated already.</summary>
    public abstract Value With(PlanRun run, in Value first);
}
