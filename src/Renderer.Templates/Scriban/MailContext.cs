using Renderer.Templates.Escaping;
using Scriban;
using Scriban.Functions;
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

    private const int Nowhere = -1;

    // Scriban writes a statement's value after it was evaluated, and says only which block it is of.
    private int written = Nowhere;

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

    /// <summary>How the outputs of the script that is evaluated are escaped; setting it begins another evaluation.</summary>
    public EscaperMap Escapers
    {
        get;
        set => (field, written) = (value, Nowhere);
    } = EscaperMap.None;

    /// <summary>When this evaluation must end, on the system clock's own scale.</summary>
    public long Deadline { get; set; }

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        if (textAsObject is null)
        {
            return this;
        }

        Look();
        var escaper = Escapers.At(written) ?? throw new ScriptRuntimeException(span, "A value cannot be written here.");
        switch (textAsObject)
        {
            // What a capture collected was escaped on its way in.
            case Markup or IScriptOutput when escaper.TakesMarkup || !Escapes:
                return WriteAsItStands(textAsObject.ToString()!);
            case Markup or IScriptOutput:
                return Write(escaper.Escape(MarkupText.Of(textAsObject.ToString()!)));
            case Nothing:
                return Write(escaper.Nothing);
            case not string when escaper is JsonValueEscaper json:
                return Write(json.Guard(ObjectFunctions.ToJson(this, textAsObject)));
            default:
                return ObjectToString(textAsObject) is { } text ? Write(escaper.Escape(text)) : this;
        }
    }

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (++steps % StepsBetweenLooks == 0)
        {
            Look();
        }

        return Escapes && scriptNode is { } node && StatementOf(node) is { } statement && Escapers.At(statement.Span.Start.Offset) is { } escaper
            ? EvaluateAt(statement, node, aliasReturnedFunction, escaper)
            : scriptNode is ScriptExpressionStatement ? Remember(scriptNode.Span.Start.Offset, base.Evaluate(scriptNode, aliasReturnedFunction))
            : base.Evaluate(scriptNode, aliasReturnedFunction);
    }

    // Scriban would look into any .NET object by reflection.
    protected override IObjectAccessor? GetMemberAccessorImpl(object target) =>
        base.GetMemberAccessorImpl(target) is var accessor
        && accessor is TypedObjectAccessor && target is not (DateTime or TimeSpan or KeyValuePair<string, object?>)
            ? NullAccessor.Default
            : accessor;

    // What may write on its way, because it may call a function of the template's: an output, and what a statement asks or loops over.
    private static ScriptStatement? StatementOf(ScriptNode node) => node switch
    {
        ScriptExpressionStatement or ScriptWrapStatement or ScriptReturnStatement => (ScriptStatement)node,
        ScriptExpression { Parent: ScriptIfStatement or ScriptWhileStatement or ScriptForStatement or ScriptCaseStatement or ScriptWhenStatement or ScriptWithStatement } =>
            (ScriptStatement)node.Parent,
        _ => null,
    };

    private object? EvaluateAt(ScriptStatement statement, ScriptNode node, bool aliasReturnedFunction, Escaper escaper)
    {
        var at = statement.Span.Start.Offset;
        if (escaper.TakesMarkup)
        {
            return Remember(at, base.Evaluate(node, aliasReturnedFunction));
        }

        // A function writes for content; here it is text like any other value.
        PushOutput();
        var value = base.Evaluate(node, aliasReturnedFunction);
        var aside = PopOutput().ToString()!;
        if (aside.Length > 0)
        {
            Write(escaper.Escape(MarkupText.Of(aside)));
        }

        return Remember(at, value ?? (aside.Length == 0 && escaper.Nothing.Length > 0 && node is ScriptExpressionStatement { CanOutput: true } ? Nothing.Here : null));
    }

    private object? Remember(int at, object? value)
    {
        written = at;
        return value;
    }

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

    /// <summary>Nothing, where nothing has a spelling of its own.</summary>
    private sealed class Nothing
    {
        public static readonly Nothing Here = new();
    }
}
