using Renderer.Templates.Definitions;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Renderer.Templates.Scriban;

/// <summary>The globals of one evaluation: what it assigns is its own, so that a part cannot change another, whichever was rendered first.</summary>
internal sealed class Frame : ScriptObject
{
    private readonly ScriptObject names;

    /// <summary>Begins with nothing assigned.</summary>
    /// <param name="names">What is in scope for all parts of the message.</param>
    public Frame(ScriptObject names)
        : base(0, autoImportStaticsFromThisType: false) => this.names = names;

    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value) =>
        base.TryGetValue(context, span, member, out value) || names.TryGetValue(context, span, member, out value);

    public override bool Contains(string member) => base.Contains(member) || names.Contains(member);

    public override bool CanWrite(string member) => !ScopeNames.Values.Contains(member) && base.CanWrite(member);
}
