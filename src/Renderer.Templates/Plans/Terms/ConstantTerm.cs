namespace Renderer.Templates.Plans.Terms;

/// <summary>A value that the source gives.</summary>
internal sealed class ConstantTerm : Term
{
    private readonly Value value;

    public ConstantTerm(in Value value) => this.value = value;

    public Value Constant => value;

    public override Value Evaluate(PlanRun run) => value;
}
