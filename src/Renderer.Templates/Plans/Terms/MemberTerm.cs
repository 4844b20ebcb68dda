namespace Renderer.Templates.Plans.Terms;

/// <summary>A member by name: a slot where the target is a row, else what the language says.</summary>
/// <param name="target">Of what.</param>
/// <param name="slot">Its slot in the target's rows; -1 when the target's shape is not known.</param>
/// <param name="name">Its name.</param>
/// <param name="isSoft">Nothing has nothing as this member; else it is a fault to ask.</param>
/// <param name="at">Where it stands.</param>
internal sealed class MemberTerm(Term target, int slot, string name, bool isSoft, int at) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var value = target.Evaluate(run);
        return value.Kind == Kind.Row && slot >= 0 && slot < value.Count
            ? run.Rows.Slots[value.Slot + slot]
            : run.Semantics.Member(run, value, name, isSoft, at);
    }
}

/// <summary>An item by a computed key.</summary>
/// <param name="target">Of what.</param>
/// <param name="key">Which.</param>
/// <param name="isSoft">Nothing has nothing at this key; else it is a fault to ask.</param>
/// <param name="at">Where it stands.</param>
internal sealed class IndexTerm(Term target, Term key, bool isSoft, int at) : Term
{
    /// <summary>The slot of a key that the source gives, in the target's rows; -1 for a computed one.</summary>
    public int Slot { get; init; } = -1;

    public override Value Evaluate(PlanRun run)
    {
        var value = target.Evaluate(run);
        if (value.Kind == Kind.Row && Slot >= 0 && Slot < value.Count)
        {
            return run.Rows.Slots[value.Slot + Slot];
        }

        var which = key.Evaluate(run);
        if (value.Kind == Kind.List && which.Kind == Kind.Int)
        {
            var index = which.Whole < 0 ? value.Count + which.Whole : which.Whole;
            if (index >= 0 && index < value.Count)
            {
                return run.Rows.Slots[value.Slot + (int)index];
            }
        }

        return run.Semantics.Index(run, value, which, isSoft, at);
    }
}
