using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace Renderer.Templates.Scriban;

/// <summary><c>segments.vip</c>: the rule is asked when somebody wants to know.</summary>
internal sealed class SegmentsObject : ScriptObject
{
    private readonly ScriptSession session;

    public SegmentsObject(ScriptSession session)
        : base(0, autoImportStaticsFromThisType: false)
    {
        this.session = session;
        IsReadOnly = true;
    }

    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        var isKnown = session.Run.Mail.Segments.ContainsKey(member) && context is MailContext;
        value = isKnown ? session.IsIn(member, (MailContext)context!) : null;
        return isKnown;
    }

    public override bool Contains(string member) => session.Run.Mail.Segments.ContainsKey(member);
}
