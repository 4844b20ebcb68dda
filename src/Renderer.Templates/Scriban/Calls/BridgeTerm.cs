using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban.Calls;

/// <summary>A call of a function of Scriban's, or of ours as Scriban sees it.</summary>
internal sealed class BridgeTerm(IScriptCustomFunction function, string name, Term[] arguments) : CallTerm
{
    // Scriban names the caller in its messages.
    private readonly ScriptVariableGlobal caller = new(name);

    public override Value Evaluate(PlanRun run)
    {
        var values = new ScriptArray(arguments.Length);
        foreach (var argument in arguments)
        {
            values.Add(ScribanSemantics.ToObject(run, argument.Evaluate(run)));
        }

        return Call(run, values);
    }

    public override Value With(PlanRun run, in Value first)
    {
        var values = new ScriptArray(arguments.Length) { ScribanSemantics.ToObject(run, first) };
        foreach (var argument in arguments.AsSpan(1))
        {
            values.Add(ScribanSemantics.ToObject(run, argument.Evaluate(run)));
        }

        return Call(run, values);
    }

    private Value Call(PlanRun run, ScriptArray values)
    {
        run.Look(run.At);
        return ScribanSemantics.From(ScriptFunctionCall.Call(run.Bridge, caller, function, values));
    }
}
