using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Parsing;
using Renderer.Templates.Liquid.Syntax;
using Renderer.Templates.Plans;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid;

/// <summary>A source in Liquid.</summary>
internal sealed class LiquidScript : Script
{
    private readonly Dialect dialect;
    private volatile Body? body;

    private LiquidScript(SourceText source, ScriptFacts facts, Body body, Dialect dialect)
        : base(source, facts, Lowering.Lower(body, source)) => (this.body, this.dialect) = (body, dialect);

    /// <summary>Its syntax tree; parsed again where it was let go of.</summary>
    public Body Body => body ??= new LiquidParser(Source.Text, dialect, Source.Mustache is not null).Parse();

    public override void Settle(bool isPlanned)
    {
        base.Settle(isPlanned);
        body = isPlanned ? null : body;
    }

    /// <summary>Parses a part or a block; null when it cannot be, which is then a finding.</summary>
    public static LiquidScript? Parse(SourceText source, Dialect dialect, Findings findings)
    {
        try
        {
            var body = new LiquidParser(source.Text, dialect, source.Mustache is not null).Parse();
            var facts = new LiquidFacts(source);
            facts.Read(body);
            facts.Judge(findings);
            return new LiquidScript(source, facts.Facts, body, dialect);
        }
        catch (LiquidSyntaxError e)
        {
            findings.Error(e.Code, e.Message, source.At(Math.Clamp(e.At, 0, source.Text.Length)));
            return null;
        }
    }

    public override Semantics Semantics => LiquidSemantics.Instance;

    public override ScriptResult Render(MailRun run, long deadline) => run.Liquid.Render(this, deadline);
}
