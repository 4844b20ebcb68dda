using Renderer.Templates.Liquid.Filters;
using Renderer.Templates.Liquid.Running;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;

namespace Renderer.Templates.Liquid.Calls;

/// <summary>A filter as the interpreter has it.</summary>
internal sealed class FilterTerm(Filter filter, Term[] arguments, NamedTerm[] named, int at) : CallTerm
{
    public override Value Evaluate(PlanRun run) => With(run, arguments[0].Evaluate(run));

    public override Value With(PlanRun run, in Value first)
    {
        var given = new object?[arguments.Length - 1];
        for (var i = 0; i < given.Length; i++)
        {
            given[i] = LiquidValues.ToObject(run, arguments[i + 1].Evaluate(run));
        }

        KeyValuePair<string, object?>[] byName =
            named.Length == 0 ? [] : [.. named.Select(n => KeyValuePair.Create(n.Name, LiquidValues.ToObject(run, n.Value.Evaluate(run))))];
        return LiquidValues.From(filter.Apply(new Call(LiquidRun.Of(run), at, given, byName), LiquidValues.ToObject(run, first)));
    }
}
