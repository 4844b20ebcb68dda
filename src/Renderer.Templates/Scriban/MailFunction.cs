using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>A function of ours that templates call. Stateless: the mail it works for is the context's.</summary>
/// <param name="name">Its name in templates.</param>
/// <param name="required">The fewest arguments.</param>
/// <param name="most">The most arguments.</param>
/// <param name="body">Its work; arguments that were not given are null.</param>
internal sealed class MailFunction(string name, int required, int most, Func<MailContext, ScriptArray, object?> body) : IScriptCustomFunction
{
    public string Name => name;

    public int RequiredParameterCount => required;

    public int ParameterCount => most;

    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.None;

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) =>
        index < required ? new(typeof(object), $"argument {index + 1}") : new(typeof(object), $"argument {index + 1}", null);

    public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
    {
        while (arguments.Count < most)
        {
            arguments.Add(null);
        }

        return body((MailContext)context, arguments);
    }

    public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        ValueTask.FromResult(Invoke(context, callerContext, arguments, blockStatement));
}
