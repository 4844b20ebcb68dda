namespace Renderer.Templates.Plans.Terms;

/// <summary>A list that the source gives.</summary>
internal sealed class ListTerm(Term[] items) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(run);
        }

        return run.Semantics.List(run, values);
    }
}

/// <summary>An object that the source gives.</summary>
internal sealed class ObjectTerm(string[] names, Term[] members) : Term
{
    public override Value Evaluate(PlanRun run)
    {
        var values = new Value[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            values[i] = members[i].Evaluate(run);
        }

        return run.Semantics.Object(run, names, values);
    }
}
