namespace Renderer.Templates.Plans;

/// <summary>An expression of a plan.</summary>
internal abstract class Term
{
    public abstract Value Evaluate(PlanRun run);

    /// <summary>Whether it holds, for those that can tell without a value.</summary>
    public virtual bool Holds(PlanRun run) => Evaluate(run).Holds;
}
