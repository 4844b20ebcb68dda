using System.Text.RegularExpressions;
using Renderer.Templates.Amp;
using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Plans;
using Renderer.Templates.Rendering;
using Scriban.Parsing;
using Scriban.Syntax;
using ScribanTemplate = Scriban.Template;

namespace Renderer.Templates.Scriban;

/// <summary>A source in Scriban.</summary>
internal sealed partial class ScribanScript : Script
{
    // What follows after so many is noise that the first ones made.
    private const int MostMessages = 20;
    private static readonly ParserOptions Options = new() { ExpressionDepthLimit = 250 };
    private static readonly LexerOptions AsTemplate = new() { Lang = ScriptLang.Default, Mode = ScriptMode.Default };
    private static readonly LexerOptions AsRule = new() { Lang = ScriptLang.Default, Mode = ScriptMode.ScriptOnly };

    private readonly LexerOptions lexer;
    private volatile ScribanTemplate? parsed;

    private ScribanScript(ScribanTemplate parsed, SourceText source, ScriptFacts facts, LexerOptions lexer)
        : base(source, facts, Lowering.Lower(parsed.Page!.Body!)) => (this.parsed, this.lexer) = (parsed, lexer);

    /// <summary>Its syntax tree; parsed again where it was let go of.</summary>
    public ScribanTemplate Parsed => parsed ??= Read(Source, lexer);

    public override void Settle(bool isPlanned)
    {
        base.Settle(isPlanned);
        parsed = isPlanned ? null : parsed;
    }

    /// <summary>Parses a part or a block; null when it cannot be, which is then a finding.</summary>
    public static ScribanScript? Parse(SourceText source, Findings findings) => Parse(source, AsTemplate, findings);

    /// <summary>Parses a rule: one expression, without braces.</summary>
    public static ScribanScript? ParseRule(SourceText source, Findings findings)
    {
        if (source.Text.Contains("{{", StringComparison.Ordinal))
        {
            findings.Error("rule_invalid", "A rule is an expression without braces, like: profile.tier == 'gold'.", source.At(0, 0));
            return null;
        }

        var script = Parse(source, AsRule, findings);
        if (script?.Parsed.Page!.Body!.Statements is not { } statements || (statements.Count == 1 && IsQuestion(statements[0])))
        {
            return script;
        }

        findings.Error("rule_invalid", "A rule is one expression that is true or false, like: profile.tier == 'gold'.", source.At(0, 0));
        return null;
    }

    public override Semantics Semantics => ScribanSemantics.Instance;

    public override ScriptResult Render(MailRun run, long deadline) => run.Scriban.Render(this, deadline);

    private static ScribanScript? Parse(SourceText source, LexerOptions lexer, Findings findings)
    {
        if (Exponent().IsMatch(source.Text) && new Lexer(source.Text, null, lexer).Where(t => IsEndless(t, source.Text)).Select(t => (int?)t.Start.Offset).FirstOrDefault() is { } number)
        {
            findings.Error("number_too_large", "This number has more digits than any mail needs.", source.At(number));
            return null;
        }

        var parsed = Read(source, lexer);
        foreach (var message in parsed.Messages.Take(MostMessages))
        {
            var at = source.At(message.Span.Start.Line, message.Span.Start.Column);
            var text = $"{message.Message.TrimEnd('.')}.";
            if (message.Type == ParserMessageType.Error)
            {
                findings.Error("syntax", text, at);
            }
            else
            {
                findings.Warning("syntax", text, at);
            }
        }

        if (parsed.HasErrors || parsed.Page?.Body is not { } body)
        {
            return null;
        }

        var visitor = new FactsVisitor(source);
        visitor.Visit(body);
        visitor.Judge(findings);
        visitor.Facts.IsDynamic = lexer == AsRule || body.Statements.Any(s => s is not (ScriptRawStatement or ScriptEscapeStatement));
        return new ScribanScript(parsed, source, visitor.Facts, lexer);
    }

    private static ScribanTemplate Read(SourceText source, LexerOptions lexer)
    {
        var parsed = ScribanTemplate.Parse(source.Text, source.File ?? source.Part, Options, lexer);
        if (source.Mustache is not null && parsed.Page?.Body is { } body)
        {
            new Unmask(Mustache.Plain(source.Text)).Visit(body);
        }

        return parsed;
    }

    // Gives the braces of amp-mustache back, offset for offset.
    private sealed class Unmask(string plain) : ScriptVisitor
    {
        public override void Visit(ScriptRawStatement node) => node.Text = new ScriptStringSlice(plain, node.Text.Index, node.Text.Length);
    }

    // Scriban writes whole numbers out: 1e9999999 takes it half a minute.
    private static bool IsEndless(Token token, string text) =>
        token.Type == TokenType.Integer && Exponent().IsMatch(text.AsSpan(token.Start.Offset, token.End.Offset - token.Start.Offset + 1));

    [GeneratedRegex("[0-9_][eE]\\+?[0-9_]{4,}")]
    private static partial Regex Exponent();

    private static bool IsQuestion(ScriptStatement statement) =>
        statement is ScriptExpressionStatement { Expression: not (null or ScriptAssignExpression or ScriptIncrementDecrementExpression) };
}
