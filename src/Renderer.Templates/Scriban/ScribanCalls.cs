using Renderer.Templates.Plans;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>Calls of functions in plans: those that mails are full of at once, all others by Scriban.</summary>
internal static class ScribanCalls
{
    /// <summary>A term that calls a function; null when there is none of this name.</summary>
    public static Term? Make(string function, Term[] arguments, int at) => function switch
    {
        "date.now" => new Plans.Terms.MessageTerm(run => Value.Of(run.Mail.LocalNow)),
        "date.utc_now" => new Plans.Terms.MessageTerm(run => Value.Of(run.Mail.Scope.Now.UtcDateTime)),
        _ => Find(function) is { } found ? new BridgeTerm(found, function, arguments) : null,
    };

    private static IScriptCustomFunction? Find(string function)
    {
        var parts = function.Split('.');
        return Builtins.Root.TryGetValue(null, default, parts[0], out var root)
            ? (parts.Length == 1 ? root : (root as ScriptObject)?[parts[1]]) as IScriptCustomFunction
            : null;
    }

    /// <summary>A call of a function of Scriban's, or of ours as Scriban sees it.</summary>
    private sealed class BridgeTerm(IScriptCustomFunction function, string name, Term[] arguments) : Term
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

            run.Look(run.At);
            return ScribanSemantics.From(ScriptFunctionCall.Call(run.Bridge, caller, function, values));
        }
    }
}
