using Renderer.Templates.Html;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Runtime.Accessors;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>The state of one evaluation: Scriban's, with our limits, our escaping, and nothing but plain data in reach.</summary>
internal sealed class MailContext : TemplateContext
{
    // Often enough that a runaway recursion is noticed within a millisecond, seldom enough to cost nothing.
    private const int StepsBetweenLooks = 256;
    private int steps;

    public MailContext(ScriptSession session)
        : base(Builtins.Root)
    {
        Session = session;
        var limits = session.Run.Mail.Definition.Limits;
        LoopLimit = limits.Loop;
        RecursiveLimit = 100;
        ObjectRecursionLimit = 20;
        LimitToString = limits.OutputKb << 10;
        OutputLimit = limits.OutputKb << 10;
        OnStringLimit = ScriptLimitBehavior.Throw;
        OnOutputLimit = ScriptLimitBehavior.Throw;
        RegexTimeOut = TimeSpan.FromMilliseconds(100);
        NewLine = "\n";
    }

    public ScriptSession Session { get; }

    /// <summary>Values are written for HTML; else as they are.</summary>
    public bool Escapes { get; set; }

    /// <summary>When this evaluation must end, on the system clock's own scale.</summary>
    public long Deadline { get; set; }

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        switch (textAsObject)
        {
            case null:
                return this;
            case Markup markup:
                return WriteAsItStands(markup.ToString());

            // What a capture collected was escaped on its way in.
            case IScriptOutput captured:
                return WriteAsItStands(captured.ToString()!);
            default:
                Look();
                return ObjectToString(textAsObject) is { } text ? Write(Escapes ? HtmlText.Encode(text) : text) : this;
        }
    }

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (++steps % StepsBetweenLooks == 0)
        {
            Look();
        }

        return base.Evaluate(scriptNode, aliasReturnedFunction);
    }

    // Scriban would look into any .NET object by reflection.
    protected override IObjectAccessor? GetMemberAccessorImpl(object target) =>
        base.GetMemberAccessorImpl(target) is var accessor
        && accessor is TypedObjectAccessor && target is not (DateTime or TimeSpan or KeyValuePair<string, object?>)
            ? NullAccessor.Default
            : accessor;

    // Indenting is for values; markup keeps its lines, or <pre> and conditional comments would change.
    private MailContext WriteAsItStands(string text)
    {
        var indent = CurrentIndent;
        CurrentIndent = Escapes ? null : indent;
        Write(text);
        CurrentIndent = indent;
        return this;
    }

    private void Look()
    {
        if (TimeProvider.System.GetTimestamp() > Deadline || CancellationToken.IsCancellationRequested)
        {
            throw new LateSignal(CurrentSpan);
        }
    }
}
