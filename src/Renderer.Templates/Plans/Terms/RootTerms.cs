namespace Renderer.Templates.Plans.Terms;

/// <summary>An attribute of the person.</summary>
/// <param name="slot">Its slot in the profile's row.</param>
internal sealed class AttributeTerm(int slot) : Term
{
    public override Value Evaluate(PlanRun run) => run.Rows.Slots[run.Rows.Profile.Slot + slot];
}

/// <summary>A member of the request's data.</summary>
/// <param name="slot">Its slot in the data's row.</param>
internal sealed class DataTerm(int slot) : Term
{
    public override Value Evaluate(PlanRun run) => run.Rows.Slots[run.Rows.Data.Slot + slot];
}

/// <summary>The whole profile.</summary>
internal sealed class ProfileTerm : Term
{
    public override Value Evaluate(PlanRun run) => run.Rows.Profile;
}

/// <summary>The request's whole data.</summary>
internal sealed class WholeDataTerm : Term
{
    public override Value Evaluate(PlanRun run) => run.Rows.Data;
}

/// <summary>A variable; while it was never assigned, what else has its name.</summary>
/// <param name="local">The variable.</param>
/// <param name="otherwise">What else has its name.</param>
internal sealed class LocalTerm(int local, Term otherwise) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = run.Local(local);
        return value.Kind == Kind.Unset ? otherwise.Evaluate(run) : value;
    }
}

/// <summary>A variable is given a value.</summary>
/// <param name="local">The variable.</param>
/// <param name="value">Its new value.</param>
internal sealed class AssignTerm(int local, Term value) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        // The right side may make the slots grow: the variable is looked up after it.
        var result = value.Evaluate(run);
        run.Local(local) = result.Kind == Kind.Unset ? Value.Nothing : result;
        return Value.Nothing;
    }
}

/// <summary>The item of a loop around.</summary>
/// <param name="up">How many loops stand between; 0 for the innermost.</param>
internal sealed class ItemTerm(int up) : Term
{
    public override Value Evaluate(PlanRun run) => run.Loop(up).Item;
}

/// <summary>What a message knows of itself: computed when it is asked for.</summary>
/// <param name="read">How.</param>
internal sealed class MessageTerm(Func<PlanRun, Value> read) : Term
{
    public override Value Evaluate(PlanRun run) => read(run);
}
